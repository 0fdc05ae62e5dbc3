//! Who is nobody: numbers that are withheld or do not exist, and variables that nobody filled in.

use super::*;

#[test]
fn callers_who_withhold_their_number_are_nobody() {
    let calls: Vec<serde_json::Value> = serde_json::from_str(include_str!(
        "../../../../../tests/cases/04-withheld-callers-are-one-customer/interactions.json"
    ))
    .expect("a list");
    let anis = calls.iter().filter_map(|call| call.get("ani")?.as_str());
    for text in anis.chain([
        "anonymous",
        "ANONYMOUS",
        "Restricted",
        "withheld",
        "Number Withheld",
        "PRIVATE CALLER",
        "No Caller ID",
        "no-caller-id",
        "Caller ID unavailable",
        "Out of area",
        "Anonymous (no number)",
        "BLOCKED",
        "Unavailable",
        "private\u{a0}number",
        "Anonym",
        "Unterdrückt",
        "Unterdru\u{308}ckt",
        "Unterdrückte Rufnummer",
        "Unbekannter Anrufer",
        "Rufnummer unbekannt",
        "Numéro masqué",
        "Appel masqué",
        "Masqué",
        "Numéro inconnu",
        "Inconnu",
        "Numéro privé",
        "Privado",
        "Número oculto",
        "Número privado",
        "Desconocido",
        "Desconhecido",
        "Número restrito",
        "Anónimo",
        "Anônimo",
        "Sconosciuto",
        "Numero privato",
        "Privato",
        "Anoniem",
        "Onbekend nummer",
        "Nieznany",
        "Numer zastrzeżony",
        "Zastrzeżony",
        "非通知",
        "非通知設定",
        "番号非通知",
        "公衆電話",
        "表示圏外",
        "通知不可能",
        "ヒツウチ",
        "발신번호표시제한",
        "발신번호 표시 제한",
        "알 수 없음",
        "未知",
        "未知号码",
        "未知來電",
        "匿名",
        "匿名来电",
        "私人号码",
        "隱藏號碼",
        "无来电显示",
        "مجهول",
        "رقم خاص",
        "رقم غير معروف",
        "חסוי",
        "מספר חסוי",
        "неизвестный номер",
        "номер скрыт",
        "Okänt nummer",
        "Gizli numara",
        "anonymous@anonymous.invalid",
        "sip:anonymous@anonymous.invalid",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
        "sip:anonymous@10.1.2.3:5060;user=phone",
        "unavailable@unknown.invalid",
        "sip:restricted@gateway.example",
        "anonymous@gateway.example",
        "tel:anonymous",
        "sip:anonymous",
        "266696687",
        "+266696687",
        "+1266696687",
        "+17378742833",
        "7378742833",
        "+2562533",
        "12562533",
        "+8656696",
        "8656696",
        "+86282452253",
        "86282452253",
        "+7748483",
        "tel:+266696687",
        "sip:+266696687@trunk.example",
    ]) {
        assert!(nobody(text, Some(Telephone)).is_some(), "{text}");
    }
}

#[test]
fn numbers_that_nobody_has_are_nobody() {
    for text in [
        "0",
        "00",
        "0000000000",
        "+0",
        "+000000000",
        "+10000000000",
        "+19999999999",
        "9999999999",
        "1111111",
        "5555",
        "+1111111",
        "+44 7777 777777",
        "07777777777",
        "+",
        "++",
        "+1",
        "+49",
        "1",
        "12",
        "911",
        "+4930",
        "()",
        "-",
        "?",
        "",
        " \u{200b}",
        "123456789",
        "1234567890",
        "+1234567890",
        "+1 123 456 7890",
        "0123456789",
        "987654321",
    ] {
        assert!(nobody(text, Some(Telephone)).is_some(), "{text}");
    }
    for text in [
        "+12025550143",
        "2025550143",
        "4711",
        "20010",
        "72345",
        "+2904000",
        "+6834000",
        "+3548656696",
        "+9607748483",
        "+442079460018",
        "0312345678",
        "+49 30 12345678",
        "+1 800 555 1212",
        "jose@example.com",
        "sip:jose@example.com",
        "112233",
        "+1 212 222 2222",
        "+8613800138000",
    ] {
        assert_eq!(nobody(text, Some(Telephone)), None, "{text}");
    }
}

#[test]
fn variables_that_nobody_filled_in_are_nobody() {
    for text in [
        "{{NewPhoneContact.ANI}}",
        "+{{ani}}",
        "$(n2.aiAgent.phone)",
        "${ani}",
        "<ani>",
        "$STORE.agentContact.ani",
        "null",
        "NULL",
        "undefined",
        "none",
        "N/A",
        "n/a",
        "[object Object]",
        "NaN",
        "{ani}",
        "{}",
        "%ANI%",
        "[[ani]]",
        "$ani",
        "{!Contact.Phone}",
        "#{ani}",
        "@{triggerBody()?['phone']}",
        "{{ann}}@example.com",
        "+",
        "",
    ] {
        for kind in [None, Some(Telephone), Some(Email), Some(CustomerId)] {
            assert!(nobody(text, kind).is_some(), "{text} {kind:?}");
        }
    }
    for text in [
        "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
        "<ann@example.com>",
        "Ann <ann@example.com>",
        "C-17, new",
        "50% off",
        "A$AP",
        "17,42",
        "Nadia",
        "Nono",
        "unknown-pleasures",
        "privat-1",
        "李小龙",
        "session_99$abc",
    ] {
        for kind in [None, Some(CustomerId), Some(SocialId)] {
            assert_eq!(nobody(text, kind), None, "{text} {kind:?}");
        }
    }
}
