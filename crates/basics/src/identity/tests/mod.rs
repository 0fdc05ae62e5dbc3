//! Identities as people, trunks and flows write them.

mod nobody;

use proptest::prelude::*;

use super::*;
use IdentityType::{CustomerId, Email, Phone as Telephone, SocialId};

fn number(text: &str) -> Result<String, PhoneProblem> {
    phone(text).map(String::from)
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    for text in include_str!("../../../../../tests/cases/15-trunk-zero/identities.txt").lines().take(2) {
        assert_eq!(number(text).as_deref(), Ok("+442079460018"), "{text}");
    }
    for (text, expected) in [
        ("+49 (0) 30 12345678", "+493012345678"),
        ("0044 (0)20 7946 0018", "+442079460018"),
        ("(+44) (0)20 7946 0018", "+442079460018"),
        ("(0044) 20 7946 0018", "+442079460018"),
        ("+44 [0] 20 7946 0018", "+442079460018"),
        ("+44 020 7946 0018", "+442079460018"),
        ("+44(0)20-7946-0018", "+442079460018"),
        ("+0044 20 7946 0018", "+442079460018"),
        ("00 33 (0)1 99 00 12 34", "+33199001234"),
        // In Italy the zero belongs to the number.
        ("+39 06 1234 5678", "+390612345678"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+225 07 12 34 56 78", "+2250712345678"),
        ("+7 (8) 495 123-45-67", "+74951234567"),
        ("+36 (06) 1 234 5678", "+3612345678"),
        ("(202) 555-0143", "2025550143"),
        ("\u{202a}+1 202 555 0143\u{202c}", "+12025550143"),
        ("+1\u{2011}202\u{2011}555\u{2011}0143", "+12025550143"),
        ("+1\u{a0}202\u{202f}555\u{2009}0143", "+12025550143"),
        ("+1.202.555.0143", "+12025550143"),
        ("+49 30 / 1234567", "+49301234567"),
        ("+1-202-555-0143", "+12025550143"),
        ("+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "+966501234567"),
        ("+۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷", "+989121234567"),
        ("+९१ ९८१०० १२३४५", "+919810012345"),
        ("+৮৮০ ১৭১২ ৩৪৫৬৭৮", "+8801712345678"),
        ("03ー1234ー5678", "0312345678"),
        ("tel:+1-202-555-0143", "+12025550143"),
        ("TEL:+1-202-555-0143;ext=12;phone-context=example.com", "+12025550143"),
        ("tel:%2B12025550143", "+12025550143"),
        ("sip:+12025550143@gateway.example;user=phone", "+12025550143"),
        ("sips:+12025550143;npdi=yes:secret@gateway.example:5061", "+12025550143"),
        ("callto://+12025550143", "+12025550143"),
        ("\"Ann\" <sip:+12025550143@10.0.0.1>", "+12025550143"),
        ("Ann Lee <+1 202 555 0143>", "+12025550143"),
        ("Ann <tel:+12025550143>;", "+12025550143"),
        ("'+12025550143", "+12025550143"),
        ("Tel.: +1 202 555 0143", "+12025550143"),
        ("M +1 202 555 0143", "+12025550143"),
        ("+1 202 555 0143 ext. 12", "+12025550143"),
        ("+1 202 555 0143 x12", "+12025550143"),
        ("(202) 555-0143, ext 4711", "2025550143"),
        ("2025550143#12", "2025550143"),
        // No prefix that is an area code elsewhere is taken for a plus.
        ("011 44 20 7946 0018", "011442079460018"),
        ("0049", "0049"),
        ("0012345678", "0012345678"),
        ("000123", "000123"),
        ("4711", "4711"),
    ] {
        assert_eq!(number(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn a_number_that_is_not_certain_is_refused() {
    for (text, why) in [
        ("+44 20 (0) 7946 0018", PhoneProblem::Uncertain),
        ("+44 (0) 020 7946 0018", PhoneProblem::Uncertain),
        ("+45 012 34 56 78", PhoneProblem::Uncertain),
        ("+0 202 555 0143", PhoneProblem::Uncertain),
        ("+12025550143, +12025550144", PhoneProblem::Other),
        ("+12025550143 / +12025550144", PhoneProblem::Several),
        ("++12025550143", PhoneProblem::Several),
        ("202 555 0143 / 0144", PhoneProblem::Several),
        ("+1234567890123456", PhoneProblem::TooLong),
        ("1234567890123456", PhoneProblem::TooLong),
        ("+", PhoneProblem::NoDigits),
        ("", PhoneProblem::NoDigits),
        ("( )", PhoneProblem::NoDigits),
        ("202)555(0143", PhoneProblem::Other),
        ("1+2025550143", PhoneProblem::Other),
        ("C-17", PhoneProblem::Other),
        ("+1 202 CALL ANN", PhoneProblem::Other),
        ("17,42", PhoneProblem::Other),
        ("ann@example.com", PhoneProblem::Other),
        ("1234@example.com", PhoneProblem::Other),
        ("M 17", PhoneProblem::Other),
        ("Order 1234567", PhoneProblem::Other),
    ] {
        assert_eq!(number(text), Err(why), "{text}");
    }
}

#[test]
fn what_is_pasted_is_read_as_it_looks() {
    let pasted: Vec<String> =
        serde_json::from_str(include_str!("../../../../../tests/cases/16-pasted-identities/lookups.json"))
            .expect("a list");
    let read = |text: &str| phone(text).map_or_else(|_| normal(text, None), String::from);
    let found: Vec<String> = pasted.iter().map(|text| read(text)).collect();
    assert_eq!(found, ["2025550143", "+12025550143", "+12025550143", "ann@example.com", "ann@example.com"]);
    for (text, kind, expected) in [
        (" \"Lee, Ann\" <Ann@example.com>; ", None, "Ann@example.com"),
        ("mailto:ann@example.com?subject=Hello", None, "ann@example.com"),
        ("<mailto:ann@example.com>", Some(Email), "ann@example.com"),
        ("ann\u{200b}@example\u{ad}.com\u{feff}", Some(Email), "ann@example.com"),
        ("C\u{200e}-17,\u{a0}new", Some(CustomerId), "C-17, new"),
        ("2024-000123", Some(CustomerId), "2024-000123"),
        ("2024-000123", None, "2024-000123"),
        ("+1 (202) 555-0143", Some(SocialId), "+1 (202) 555-0143"),
        ("ACME <west>", Some(CustomerId), "ACME <west>"),
        ("sip:jose@example.com;transport=tcp", Some(Telephone), "jose@example.com"),
        ("sip:jose@example.com", None, "jose@example.com"),
        ("sip:+12025550143@gateway.example", None, "sip:+12025550143@gateway.example"),
        ("+44 20 (0) 7946 0018", Some(Telephone), "+44 20 (0) 7946 0018"),
    ] {
        assert_eq!(normal(text, kind), expected, "{text}");
    }
}

#[test]
fn only_what_is_written_as_a_number_must_be_one() {
    for text in ["+12025550143", "(202) 555-0143", "tel:2025550143", "\"Ann\" <sip:4711@pbx.example>"] {
        assert!(phone(text).is_ok_and(|phone| phone.is_unmistakable()), "{text}");
    }
    for text in ["2024-000123", "2024 000 123", "0000123456", "2025550143", "(17)"] {
        assert!(phone(text).is_ok_and(|phone| !phone.is_unmistakable()), "{text}");
    }
}

#[test]
fn what_digits_say_counts_only_for_telephone_numbers() {
    for text in ["1111111", "266696687", "42", "7", "123456789"] {
        for kind in [None, Some(CustomerId), Some(SocialId)] {
            assert_eq!(nobody(text, kind), None, "{text} {kind:?}");
        }
    }
    assert_eq!(nobody("+266696687", None), Some(Nobody::Withheld));
    assert_eq!(nobody("+1", None), Some(Nobody::NoNumber));
    assert_eq!(nobody("0000000000", None), Some(Nobody::NoNumber));
    assert_eq!(nobody("private@example.com", None), None);
    assert_eq!(nobody("private@example.com", Some(Email)), None);
    assert_eq!(nobody("anonymous@anonymous.invalid", Some(Email)), Some(Nobody::Withheld));
}

#[test]
fn a_customer_number_and_a_phone_of_the_same_digits_are_two() {
    assert!(!is_same("12025550143", Some(CustomerId), "+12025550143", Some(Telephone)));
    assert!(is_same("12025550143", Some(Telephone), "+1 (202) 555-0143", Some(Telephone)));
    assert!(is_same("12025550143", None, "+12025550143", Some(Telephone)));
    assert!(is_same("12025550143", None, "12025550143", Some(CustomerId)));
    assert!(!is_same("+12025550143", None, "12025550143", Some(CustomerId)));
    assert!(is_same("+12025550143", None, "+1 202 555 0143", None));
    assert!(!is_same("2025550143", Some(Telephone), "+12025550143", Some(Telephone)), "a country code more");
    assert!(is_same("Ann@Example.com", Some(Email), "ann@example.COM", Some(Email)));
    assert!(is_same("Ann@Example.com", None, "ann@example.com", None));
    assert!(!is_same("AB", Some(CustomerId), "ab", Some(CustomerId)));
    assert!(!is_same("C-17", None, "C-17, new", Some(CustomerId)));
    assert!(is_same("C-17, new", None, "C-17,\u{a0}new", Some(CustomerId)));
    assert!(!is_same("2024-000123", None, "2024000123", Some(CustomerId)));
}

const MARKS: [&str; 16] = [
    "\u{202a}", "\u{202c}", "\u{200b}", "\u{200e}", "\u{feff}", "\u{2060}", "\u{ad}", "\u{2066}", " ", "\u{a0}",
    "\u{202f}", "\u{2009}", "-", "\u{2011}", "\u{2013}", ".",
];

/// The number in another script's digits, with marks between them.
fn decorated(number: &str, zero: u32, marks: &[usize]) -> String {
    let mut marks = marks.iter().cycle().map(|mark| MARKS[*mark]);
    number
        .chars()
        .flat_map(|letter| {
            let other = letter.to_digit(10).and_then(|value| char::from_u32(zero + value)).unwrap_or(letter);
            [other.to_string(), marks.next().unwrap_or_default().to_owned()]
        })
        .collect()
}

proptest! {
    #[test]
    fn nothing_that_is_written_between_its_digits_makes_another_number_of_it(
        number in "\\+[1-9]{4}[0-9]{4,11}",
        zero in prop::sample::select(vec![0x30_u32, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10]),
        marks in prop::collection::vec(0..MARKS.len(), 1..20),
    ) {
        let written = decorated(&number, zero, &marks);
        prop_assert_eq!(super::phone(&written).map(String::from), Ok(number.clone()), "{}", written);
        prop_assert!(is_same(&written, Some(Telephone), &number, Some(Telephone)));
        let in_address = format!("Ann <tel:{number};ext=7>");
        prop_assert_eq!(super::phone(&in_address).map(String::from), Ok(number));
    }

    #[test]
    fn what_is_normal_stays_as_it_is(text in "\\PC{0,40}|[-+() 0-9./x:<>@{}$%\u{a0}\u{200b}a-z]{0,30}|(sip|tel|mailto):\\PC{0,20}") {
        prop_assert_eq!(tidy(&tidy(&text)), tidy(&text));
        for kind in IdentityType::ALL.into_iter().map(Some).chain([None]) {
            let once = normal(&text, kind);
            prop_assert_eq!(normal(&once, kind), once.clone(), "{:?}", kind);
            prop_assert!(is_same(&text, kind, &once, kind), "{:?}", kind);
            let _ = nobody(&text, kind);
        }
        if let Ok(number) = super::phone(&text) {
            prop_assert_eq!(super::phone(number.as_str()).map(String::from), Ok(number.as_str().to_owned()));
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_read(text in any::<String>()) {
        let _ = (tidy(&text), super::phone(&text), nobody(&text, None), nobody(&text, Some(Telephone)));
    }
}

#[test]
fn a_number_is_dialled_inside_its_country_as_people_there_do() {
    for (number, national) in [
        ("+12025550143", Some("2025550143")),
        ("+442079460018", Some("02079460018")),
        ("+49301234567", Some("0301234567")),
        ("+390612345678", Some("0612345678")),
        ("+34912345678", Some("912345678")),
        ("2025550143", None),
    ] {
        assert_eq!(phone(number).expect("a number").national().as_deref(), national, "{number}");
    }
}
