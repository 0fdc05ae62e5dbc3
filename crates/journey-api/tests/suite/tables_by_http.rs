//! Tables of identities by calls: looked at before anything is stored, then imported, and written again.

use journey_api::auth::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::harness::TestService;

const HEAD: &str = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";
const IMPORT: &str = "/admin/v1/api/person/import/workspace-id/{ws}";
const PERSONS: &str = "/admin/v1/api/person/workspace-id/{ws}";

async fn imported(service: &TestService, query: &str, table: &[u8]) -> Value {
    let request =
        service.request(Method::POST, &format!("{IMPORT}{query}")).bearer_auth(service.token(Role::Supervisor));
    service.send(request.header("content-type", "text/csv").body(table.to_vec())).await.expect(200)["data"].clone()
}

#[tokio::test]
async fn a_table_is_looked_at_row_by_row_before_anything_is_stored_and_then_its_good_rows_are() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Old", "email": ["old@example.com"]})).await;
    let table = format!(
        "{HEAD},Ann,Smith,ann@example.com,+12025550100,\n,Bob,Jones,bob,,\n,,,,,\n,Cara,,,12,\n,Ann,Smith,ann@example.com,,7\n,Old,,old@example.com,,\n"
    );
    let mut looked = imported(&service, "?dryRun=true", table.as_bytes()).await;
    assert_eq!((&looked["imported"], &looked["unchanged"]), (&json!(2), &json!(1)), "{looked}");
    let lines: Vec<&Value> = looked["bad"].as_array().expect("rows").iter().map(|row| &row["line"]).collect();
    assert_eq!(lines, [3, 5], "{looked}");
    assert!(looked["bad"][0]["reason"].as_str().expect("words").contains("Email Addresses"), "{looked}");
    assert_eq!(
        service.get(PERSONS).await.expect(200)["data"].as_array().expect("a list").len(),
        1,
        "nothing is stored"
    );

    looked.as_object_mut().expect("a report").remove("portions");
    assert_eq!(imported(&service, "", table.as_bytes()).await, looked);
    let ann = service.person("ann@example.com").await;
    assert_eq!((&ann["phone"], &ann["customerId"]), (&json!(["+12025550100"]), &json!(["7"])));
    assert_eq!(ann["updatedBy"], ann["createdBy"]);
    assert_ne!(ann["createdBy"], "identity-import", "whoever imported it is written down");
    let again = imported(&service, "", table.as_bytes()).await;
    assert_eq!((&again["imported"], &again["unchanged"]), (&json!(0), &json!(3)), "{again}");
}

#[tokio::test]
async fn a_table_of_a_spreadsheet_is_read_and_one_without_the_columns_is_told() {
    let service = TestService::start().await;
    let old = "Id;First Name;Last Name;Email Addresses;Phone Numbers;Customer Ids\r\n;J\u{fc}rgen;;j@example.com;;\r\n";
    let old: Vec<u8> = old.chars().map(|letter| u8::try_from(u32::from(letter)).expect("one byte")).collect();
    assert_eq!(imported(&service, "", &old).await["imported"], 1);
    assert_eq!(service.person("j@example.com").await["firstName"], "J\u{fc}rgen");
    let asked = service.request(Method::POST, IMPORT).bearer_auth(service.token(Role::Supervisor)).body("a,b\n1,2\n");
    assert!(service.send(asked).await.refused(400).contains("there is no column"));
    for (file, words) in [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\n".as_slice(), "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "CSV UTF-8"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "CSV UTF-8"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "is empty"),
    ] {
        let asked = service.request(Method::POST, IMPORT).bearer_auth(service.token(Role::Supervisor));
        let refused = service.send(asked.body(file)).await.refused(400);
        assert!(refused.contains(words), "{file:?}: {refused}");
    }
    let asked =
        service.request(Method::POST, &format!("{IMPORT}?dryRun=maybe")).bearer_auth(service.token(Role::Supervisor));
    assert!(service.send(asked.body(HEAD)).await.refused(400).contains("dryRun"));
    let agent = service.request(Method::POST, IMPORT).bearer_auth(service.token(Role::Agent)).body(HEAD);
    service.send(agent).await.refused(403);
}

#[tokio::test]
async fn each_reason_of_an_import_is_told_in_english_and_by_a_code_with_its_values_and_column() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Old", "phone": ["+12025550100"], "customerId": ["2025550177"]})).await;
    service.create_person(json!({"firstName": "Eve", "email": ["eve@example.com"]})).await;
    let long = "x".repeat(300);
    let rows = [
        ("7,,,a@example.com,,", "Id", "row.id-given"),
        (",Ann,,,,", "", "row.no-identity"),
        (",Ann,,,12,", "Phone Numbers", "identity.no-number"),
        (",Ann,,,call me,", "Phone Numbers", "phone.none"),
        (",Ann,,,+12025550143/+12025550144,", "Phone Numbers", "phone.several"),
        (",Ann,,,12025550143120255501,", "Phone Numbers", "phone.too-long"),
        (",Ann,,,+02025550143,", "Phone Numbers", "phone.uncertain"),
        (",Ann,,,1.2025550143E+10,", "Phone Numbers", "phone.shortened"),
        (",Ann,,,anonymous,", "Phone Numbers", "identity.withheld"),
        (",Ann,,,{{phone}},", "Phone Numbers", "identity.placeholder"),
        (",Ann,,,+,", "Phone Numbers", "identity.empty"),
        (",Ann,,bob,,", "Email Addresses", "email.none"),
        (",Ann,,\"a@example.com,b@example.com\",,", "Email Addresses", "email.several"),
        (&format!(",{long},,a@example.com,,"), "First Name", "text.too-long"),
        (",Ann,,,+12025550177,", "", ""),
        (",Ann,,,2025550177,", "", "identity.clash"),
        (",Ann,,,+12025550100,", "", "row.another-person"),
        (",Old,,eve@example.com,+12025550100,", "", "row.several-persons"),
        (",Bea,,bea@example.com,,", "", ""),
        (",Cid,,bea@example.com,,", "", "row.another-row"),
        (",Ann,,a@example.com,,,more", "", "row.too-many-cells"),
        (",Ann\u{fffd},,a@example.com,,", "First Name", "cell.unreadable"),
    ];
    let table: String = rows.iter().map(|(row, ..)| format!("{row}\n")).collect();
    let looked = imported(&service, "?dryRun=true", format!("{HEAD}{table}").as_bytes()).await;
    let bad = looked["bad"].as_array().expect("rows");
    for ((row, place, code), line) in rows.iter().zip(2..) {
        let found = bad.iter().find(|bad| bad["line"] == line);
        let Some(found) = found.filter(|_| !code.is_empty()) else {
            assert!(found.is_none() && code.is_empty(), "{row}: {looked}");
            continue;
        };
        let detail = &found["detail"];
        assert_eq!((&detail["code"], detail["place"].as_str().unwrap_or_default()), (&json!(code), *place), "{row}");
        let message = detail["message"].as_str().expect("a sentence");
        let whole = if place.is_empty() { message.to_owned() } else { format!("{place}: {message}") };
        assert_eq!(found["reason"], whole, "{row}");
    }
    let clash = bad.iter().find(|bad| bad["detail"]["code"] == "identity.clash").expect("a clash");
    assert_eq!(clash["detail"]["params"]["held"], "2025550177", "{clash}");
}

#[tokio::test]
async fn a_file_that_is_no_table_is_said_to_be_what_it_is() {
    let service = TestService::start().await;
    let path = "/admin/v1/api/person/import/workspace-id/{ws}?dryRun=true";
    let twice = format!("{},Phone Numbers\n", HEAD.trim_end());
    for (file, code) in [
        (b"PK\x03\x04\x14\0\x06\0".as_slice(), "table.packed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table.packed"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "table.pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "table.picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "table.picture"),
        (b"{\\rtf1\\ansi Id}", "table.rich-text"),
        (b"<html><table><tr><td>Id</td></tr></table></html>", "table.web-page"),
        (b"[{\"Id\": \"\", \"First Name\": \"Ann\"}]", "table.json"),
        (b"MZ\x90\0\x03\0\0\0\x04\xff", "table.no-text"),
        (b"Name,Mail\nAnn,ann@example.com\n", "table.no-column"),
        (twice.as_bytes(), "table.column-twice"),
        (b" \n", "table.empty"),
    ] {
        let request = service.request(Method::POST, path).bearer_auth(service.token(Role::Supervisor));
        let body = service.send(request.body(file.to_vec())).await.expect(400);
        assert_eq!(body["details"][0]["code"], code, "{body}");
    }
}

#[tokio::test]
async fn no_row_is_hidden_and_no_customer_number_is_taken_that_a_spreadsheet_shortened() {
    let service = TestService::start().await;
    let rows = ",\"Ann,,ann@example.com,,\n,Bob,,bob@example.com,,\n";
    let looked = imported(&service, "", format!("{HEAD}{rows}").as_bytes()).await;
    assert_eq!((&looked["imported"], &looked["bad"][0]["line"]), (&json!(0), &json!(2)));
    let detail = &looked["bad"][0]["detail"];
    assert_eq!((&detail["code"], &detail["params"]["last"]), (&json!("row.quote-open"), &json!(3)));
    let rows = ",Ann,,,,1.23457E+15\n,Bob,,,,\"1,2E+11\"\n,Cy,,,,1E+20\n,Di,,,,12E5\n,Ed,,,,E+12\n,Fay,,,,1.5E+3\n";
    let looked = imported(&service, "", format!("{HEAD}{rows}").as_bytes()).await;
    let bad: Vec<&Value> = looked["bad"].as_array().expect("rows").iter().map(|row| &row["line"]).collect();
    assert_eq!((&looked["imported"], bad), (&json!(3), vec![&json!(2), &json!(3), &json!(4)]), "{looked}");
    assert_eq!(looked["bad"][0]["detail"]["place"], "Customer Ids");
}

#[tokio::test]
async fn what_is_refused_is_told_in_english_as_the_contract_has_it_and_by_codes_besides() {
    let service = TestService::start().await;
    let path = "/admin/v1/api/workspace";
    let request = service.request(Method::POST, path).bearer_auth(service.token(Role::Admin));
    let named = json!({"name": "n".repeat(300), "description": "d".repeat(300)});
    let body = service.send(request.json(&named)).await.expect(400);
    assert_eq!(
        body["errors"],
        json!(["name: is longer than 256 characters", "description: is longer than 256 characters"])
    );
    assert_eq!(
        body["details"][1],
        json!({"place": "description", "code": "text.too-long", "params": {"most": 256},
        "message": "is longer than 256 characters"})
    );
    let request = service.request(Method::POST, IMPORT).bearer_auth(service.token(Role::Supervisor)).body("a,b\n1,2\n");
    let body = service.send(request).await.expect(400);
    assert_eq!(body["details"][0]["code"], "table.no-column");
    assert_eq!(body["details"][0]["params"], json!({"line": 1, "column": "Id"}));
    let request = service.request(Method::GET, "/admin/v1/api/nowhere").bearer_auth(service.token(Role::Admin));
    let body = service.send(request).await.expect(404);
    assert_eq!(body["details"], json!([{"message": body["errors"][0]}]), "what has no code is told by its sentence");
}

#[tokio::test]
async fn a_table_is_imported_in_the_portions_that_looking_at_it_tells_and_bad_rows_keep_their_lines() {
    let service = TestService::start().await;
    let row = |number: u32| match number {
        600 => ",Bad,,mail,,\r\n".to_owned(),
        // A line break in a cell makes two lines of a row.
        3 => ",\"J\u{fc}r\ngen\",,m3@example.com,,\r\n".to_owned(),
        _ => format!(",Ann,,m{number}@example.com,,\r\n"),
    };
    let text = format!("sep=,\r\n{}{}", HEAD.replace('\n', "\r\n"), (0..1_100).map(row).collect::<String>());
    let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("one byte")).collect();
    let looked = imported(&service, "?dryRun=true", &bytes).await;
    assert_eq!((&looked["imported"], &looked["bad"][0]["line"]), (&json!(1_099), &json!(604)), "{looked}");
    let portions = &looked["portions"];
    assert_eq!(portions, &json!({"encoding": "windows-1252", "headLines": 2, "begin": [3, 504, 1004]}));

    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let begin: Vec<usize> = serde_json::from_value(portions["begin"].clone()).expect("lines");
    let ends = begin.iter().skip(1).map(|line| line - 1).chain([lines.len()]);
    let mut done = Vec::new();
    for (first, end) in begin.iter().zip(ends) {
        let portion = format!("\u{feff}{}{}", lines[..2].concat(), lines[first - 1..end].concat());
        done.push(imported(&service, &format!("?firstLine={first}"), portion.as_bytes()).await);
    }
    let counts: Vec<&Value> = done.iter().map(|report| &report["imported"]).collect();
    assert_eq!(counts, [500, 499, 100]);
    assert_eq!(done[1]["bad"], looked["bad"], "what was looked at is what is imported");
    assert_eq!(service.person("m3@example.com").await["firstName"], "J\u{fc}r\ngen");
    let again = imported(&service, "?dryRun=true", &bytes).await;
    assert_eq!((&again["imported"], &again["unchanged"]), (&json!(0), &json!(1_099)));
}

#[tokio::test]
async fn a_stream_learns_at_once_what_an_import_joins() {
    let service = TestService::start().await;
    service.create_person(json!({"firstName": "Ann", "email": ["ann@example.com"]})).await;
    let mut ann = service.open("/v1/api/events/stream/workspace-id/{ws}/identity/ann%40example.com").await;
    let table = format!("{HEAD},Ann,,ann@example.com,,C-7\n");
    imported(&service, "", table.as_bytes()).await;
    let event = json!({"id": "1", "specversion": "1.0", "type": "Order", "source": "shop", "identity": "C-7",
        "identitytype": "customerId", "datacontenttype": "application/json", "data": {}});
    service.publish(event).await;
    assert_eq!(ann.data().await["id"], "1");
}

#[tokio::test]
async fn what_is_written_as_a_table_can_be_imported_again() {
    let service = TestService::start().await;
    for number in 0..3 {
        let (mail, phone) = (format!("a{number}@example.com"), format!("+1202555010{number}"));
        let person = json!({"firstName": "=cmd", "lastName": "O\"Hara, Ann", "email": [mail], "phone": [phone, format!("+1303555010{number}")],
            "customerId": [format!("C-{number}")]});
        service.create_person(person).await;
    }
    let request = service.request(Method::GET, "/admin/v1/api/person/export/workspace-id/{ws}");
    let answer = service.send(request.bearer_auth(service.token(Role::Agent))).await;
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    let table = answer.expect(200).as_str().expect("text").to_owned();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(
        table.starts_with("\u{feff}Id,First Name,") && table.contains("'=cmd") && table.contains("'+1202555010"),
        "{table}"
    );
    let again = imported(&service, "", table.as_bytes()).await;
    assert_eq!(again, json!({"imported": 0, "unchanged": 3, "bad": []}));
}
