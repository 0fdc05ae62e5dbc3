//! Tables of identities as spreadsheets save them, and as families fill them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;

use super::harness::TestService;
use crate::database::Database;

const HEAD: &str = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";

/// A workspace whose service does not run, so that the program writes into it.
struct Desk {
    database: Option<Database>,
    workspace: String,
    files: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        let service = TestService::start().await;
        let workspace = service.workspace.clone();
        Self { database: Some(service.stop().await), workspace, files: tempfile::tempdir().expect("a directory") }
    }

    fn import(&self, table: impl AsRef<[u8]>) -> (bool, String) {
        let file = self.files.path().join("identities.csv");
        std::fs::write(&file, table).expect("written");
        let output = self.run(&file);
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn run(&self, file: &Path) -> Output {
        let database = self.database.as_ref().expect("here");
        let mut command = Command::new(env!("CARGO_BIN_EXE_journey-api"));
        command.arg("import-identities").arg(file).args(["--database", &database.url, "--workspace", &self.workspace]);
        command.output().expect("run")
    }

    /// The service over what was imported, while `look` looks.
    async fn with_service(&mut self, look: impl AsyncFnOnce(&TestService)) {
        let mut service = TestService::start_on(self.database.take().expect("here"), |_| ()).await;
        service.workspace = self.workspace.clone();
        look(&service).await;
        self.database = Some(service.stop().await);
    }
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[tokio::test]
async fn tables_as_spreadsheets_save_them_are_imported() {
    let mut desk = Desk::new().await;
    for (table, mail, phone) in [
        (include_bytes!("../../../../tests/cases/24-csv-import-excel-files/semicolon.csv").to_vec(), "ada2@example.com", "+12025550122"),
        (include_bytes!("../../../../tests/cases/24-csv-import-excel-files/bidi.csv").to_vec(), "ada4@example.com", "+12025550124"),
        (include_bytes!("../../../../tests/cases/24-csv-import-excel-files/nbsp.csv").to_vec(), "ada5@example.com", "+12025550125"),
        (include_bytes!("../../../../tests/cases/24-csv-import-excel-files/latin1.csv").to_vec(), "juergen@example.com", "+12025550127"),
        (include_bytes!("../../../../tests/cases/15-trunk-zero/zero.csv").to_vec(), "ada14@example.com", "+442079460018"),
        ((HEAD.replace(',', "\t") + "\tAda\tTab\ttab@example.com\t+12025550131\t\n").into_bytes(), "tab@example.com", "+12025550131"),
        (utf16(&(HEAD.replace(',', "\t") + "\tJürgen\tGroß\tu16@example.com\t+12025550132\t\r\n"), true), "u16@example.com", "+12025550132"),
        (utf16(&(HEAD.to_owned() + ",Łukasz,二,u16be@example.com,+12025550133,\r\n"), false), "u16be@example.com", "+12025550133"),
        ((HEAD.to_owned() + ",Ada,Rows,rows@example.com,+12025550134,\n,,,,,\n,,,,,\n \n;;;;;\n\n").into_bytes(), "rows@example.com", "+12025550134"),
        ((HEAD.to_owned() + ",'=Ada,Ours,ours@example.com,'+1 202 555 0135,'+7\n").into_bytes(), "ours@example.com", "+12025550135"),
        ("\u{feff}PHONE NUMBERS , customer ids,Last name,FIRST NAME,Email  Addresses,ID\r\n+12025550136,,\"Row, \"\"the\"\" first\",Ada,order@example.com,\r\n".into(), "order@example.com", "+12025550136"),
        ("sep=;\r\nId;First Name;Last Name;Email Addresses;Phone Numbers;Customer Ids\r\n;Ada;Sep;sep@example.com;+12025550137;\r\n".into(), "sep@example.com", "+12025550137"),
        ("\"Id\";\"First Name\";\"Last Name\";\"Email Addresses\";\"Phone Numbers\";\"Customer Ids\"\r\n\"\";\"A,B\";\"Quoted\";\"quoted@example.com\";\"+1 202 555 0138|\";\"\"\r\n".into(), "quoted@example.com", "+12025550138"),
        ((HEAD.to_owned() + ",\u{200e}Ada\u{200f},Marks,\u{200b}marks@example.com,\u{2068}+1\u{2011}202\u{2011}555\u{2011}0139\u{2069},\n").into_bytes(), "marks@example.com", "+12025550139"),
        ((HEAD.to_owned() + ",Ada,Text,\"=\"\"text@example.com\"\"\",\"=\"\"+12025550140\"\"\",\n").into_bytes(), "text@example.com", "+12025550140"),
        // Old Macs end their lines so.
        ((HEAD.to_owned() + ",Ada,Mac,mac@example.com,+12025550141,\n").replace('\n', "\r").into_bytes(), "mac@example.com", "+12025550141"),
    ] {
        let (good, said) = desk.import(&table);
        assert!(good && said.contains("1 imported, 0 were there already"), "{mail}: {said}");
        let (good, said) = desk.import(&table);
        assert!(good && said.contains("0 imported, 1 were there already"), "{mail} again: {said}");
        desk.with_service(async |service| {
            let person = service.person(mail).await;
            assert_eq!((&person["phone"], &person["email"]), (&json!([phone]), &json!([mail])));
            assert_eq!(service.person(phone).await["id"], person["id"]);
        })
        .await;
    }
    desk.with_service(async |service| {
        assert_eq!(service.person("juergen@example.com").await["firstName"], "Jürgen");
        assert_eq!(service.person("juergen@example.com").await["lastName"], "Groß");
        assert_eq!(service.person("u16be@example.com").await["lastName"], "二");
        assert_eq!(service.person("marks@example.com").await["firstName"], "Ada");
        let ours = service.person("ours@example.com").await;
        assert_eq!((&ours["firstName"], &ours["customerId"]), (&json!("=Ada"), &json!(["+7"])));
        assert_eq!(service.person("order@example.com").await["lastName"], "Row, \"the\" first");
        assert_eq!(service.person("quoted@example.com").await["firstName"], "A,B");
    })
    .await;
}

#[tokio::test]
async fn a_table_that_cannot_be_read_says_where_and_how_to_mend_it() {
    let desk = Desk::new().await;
    // UTF-16 that was cut in the middle of a character, and a column of another kind.
    let mut cut = utf16(&(HEAD.to_owned() + ",Ada,Cut,cut@example.com,,\n"), true);
    cut.pop();
    let (good, said) = desk.import(&cut);
    assert!(!good && said.contains("UTF-16") && said.contains("UTF-8"), "{said}");
    let (good, said) = desk.import("Id|First Name|Last Name|Email Addresses|Phone Numbers|Customer Ids\n");
    assert!(!good && said.contains("line 1") && said.contains("there is no column"), "{said}");
    let (good, said) = desk.import(HEAD.to_owned() + "Id,First Name\n");
    assert!(!good && said.contains("line 2"), "{said}");
    let (good, said) = desk.import("");
    assert!(!good && said.contains("is empty"), "{said}");
    // A byte that is no letter of any such set.
    let (good, said) = desk.import([HEAD.as_bytes(), b",J\x81rgen,X,x@example.com,,\n"].concat());
    assert!(!good && said.contains("line 2") && said.contains("First Name") && said.contains("UTF-8"), "{said}");
    let (good, said) = desk.import([HEAD.as_bytes(), b",A\0,X,x@example.com,,\n"].concat());
    assert!(!good && said.contains("line 2: First Name") && said.contains("U+0000"), "{said}");
    let (good, said) = desk.import(HEAD.to_owned() + &format!(",Ada,X,,,{}\n", "7".repeat(257)));
    assert!(!good && said.contains("line 2: Customer Ids") && said.contains("256"), "{said}");
}

#[tokio::test]
async fn cells_that_hold_no_identity_are_bad_rows() {
    let mut desk = Desk::new().await;
    let rows = [
        ",Ann,A,,+,",
        ",Ann,B,,{{phone}},",
        ",Ann,C,,\"+12025550143, +12025550144\",",
        ",Ann,D,,1.20256E+10,",
        ",Ann,E,,unknown,",
        ",Ann,F,,,$(n2.customer)",
        ",Ann,G,${mail}@example.com,,",
        ",Ann,H,,+44 (0)0,",
        ",Ann,Good,good@example.com,+12025550145,C-1",
    ];
    let (good, said) = desk.import(HEAD.to_owned() + &rows.join("\n") + "\n");
    assert!(!good && said.contains("1 imported") && said.contains("8 bad rows"), "{said}");
    for line in 2..=6 {
        let column = if line == 7 { "Customer Ids" } else { "Phone Numbers" };
        assert!(said.contains(&format!("line {line}: {column}: ")), "{line}: {said}");
    }
    assert!(said.contains("line 7: Customer Ids: ") && said.contains("line 8: Email Addresses: "), "{said}");
    desk.with_service(async |service| {
        let all = service.get("/admin/v1/api/person/workspace-id/{ws}").await.expect(200);
        assert_eq!(all["data"].as_array().map(Vec::len), Some(1), "{all}");
    })
    .await;
}

#[tokio::test]
async fn families_that_share_a_phone_stay_persons_of_their_own() {
    let mut desk = Desk::new().await;
    let family = include_str!("../../../../tests/cases/03-family-phone-csv-import/family.csv");
    for again in [false, true] {
        let (good, said) = desk.import(family);
        assert!(!good && said.contains("line 3: +12025550143 belongs to another person (row 2)"), "{said}");
        let counts = if again { "0 imported, 1 were there already" } else { "1 imported, 0 were there already" };
        assert!(said.contains(counts), "{said}");
    }
    // Likewise by another value, in another spelling, in another order, and where there are more than two.
    let more = HEAD.to_owned()
        + ",Cem,Demir,home@example.com,,C-10\n\
           ,Dee,Demir,HOME@example.com|dee@example.com,,C-11\n\
           ,Eve,Demir,,+1 202 555 0199,C-12\n\
           ,Fay,Demir,,001 202 555 0199,C-13\n\
           ,Gil,Demir,,+12025550199|+12025550198,C-14\n\
           ,Cem,Demir,home@example.com,+12025550197,C-10\n";
    let (good, said) = desk.import(&more);
    for line in [
        "line 3: HOME@example.com belongs to another person (row 2)",
        "line 5: +12025550199 belongs to another person (row 4)",
        "line 6: +12025550199 belongs to another person (row 4)",
        "3 imported",
        "3 bad rows",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    assert!(!good);
    desk.with_service(async |service| {
        let ann = service.person("+12025550143").await;
        assert_eq!(
            (&ann["firstName"], &ann["aliases"]),
            (&json!("Ann"), &json!(["+12025550143", "ann@example.com", "C-1"]))
        );
        for gone in ["bob@example.com", "C-2", "dee@example.com", "C-11", "C-13", "C-14"] {
            let path = format!("/admin/v1/api/person/workspace-id/{{ws}}/aliases/{}", super::harness::encoded(gone));
            service.get(&path).await.refused(404);
        }
        assert_eq!(service.person("C-10").await["phone"], json!(["+12025550197"]), "the same person once more");
    })
    .await;
}

#[tokio::test]
async fn a_value_of_somebody_of_another_name_who_is_there_is_not_taken() {
    let mut desk = Desk::new().await;
    desk.with_service(async |service| {
        service.create_person(json!({"firstName": "Ann", "lastName": "Example", "phone": ["+12025550143"]})).await;
        service.create_person(json!({"firstName": "Zoe", "customerId": ["Z-1"]})).await;
        // Known by a first contact only: whoever has the number gives the name.
        service.publish(super::harness::event("1", "Call", "+12025550150", json!({}))).await;
    })
    .await;
    let table = HEAD.to_owned()
        + ",Bob,Example,bob@example.com,+12025550143,\n\
           ,ann,EXAMPLE,ann@example.com,+12025550143,\n\
           ,,,,+12025550143,C-7\n\
           ,Gil,New,gil@example.com,+12025550150,\n\
           ,Zoe,Last,,,Z-1\n";
    let (good, said) = desk.import(&table);
    assert!(!good && said.contains("line 2: +12025550143 belongs to another person (Ann Example)"), "{said}");
    assert!(said.contains("4 imported") && said.contains("1 bad rows"), "{said}");
    desk.with_service(async |service| {
        let ann = service.person("+12025550143").await;
        assert_eq!(
            (&ann["firstName"], &ann["email"], &ann["customerId"]),
            (&json!("Ann"), &json!(["ann@example.com"]), &json!(["C-7"]))
        );
        assert_eq!(service.person("+12025550150").await["firstName"], "Gil");
        assert_eq!(service.person("Z-1").await["lastName"], "Last");
    })
    .await;
}

#[tokio::test]
async fn a_row_whose_customer_number_has_the_digits_of_somebodys_phone_is_named_and_not_taken_for_that_person() {
    let mut desk = Desk::new().await;
    let rows = ",Ann,,,+12025550150,\n,,,new@example.com,,12025550150\n";
    let (good, said) = desk.import(HEAD.to_owned() + rows);
    assert!(
        !good && said.contains("line 3: 12025550150 has the digits of +12025550150, which is somebody's phone"),
        "{said}"
    );
    desk.with_service(async |service| {
        assert_eq!(service.person("12025550150").await["email"], json!([]));
        service.get("/admin/v1/api/person/workspace-id/{ws}/aliases/new%40example.com").await.refused(404);
    })
    .await;
}
