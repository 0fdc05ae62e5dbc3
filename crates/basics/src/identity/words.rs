//! The words by which networks, carriers and desktops say that a caller withheld the number, in the languages of the widget
//! and some more.
//!
//! They come in every combination ("Private Number", "Number Withheld", "Caller ID: unknown", "Anrufer unbekannt"). So a text is
//! taken apart: it says that the number is withheld if it holds nothing but the words of these lists, and one at least that
//! says why there is no number.

/// Says why there is no number. Folded: [`folded`].
const WITHHELD: &[&str] = &[
    // English
    "anonymous unknown private withheld blocked restricted unavailable notavailable hidden suppressed",
    "undisclosed notdisclosed notprovided unidentified secret confidential outofarea nocallerid nocaller",
    "nonumber noid nocli noclid noani nophonenumber nocallernumber payphone coinphone coinline",
    "publicphone unlisted unpublished nonpublished clir",
    // German
    "anonym anonymer anonyme unterdruckt unterdruckte unterdrueckt unterdrueckte unbekannt unbekannter",
    "unbekannte privat privater verborgen verborgene geheim geheime gesperrt gesperrte nichtverfugbar",
    "nichtverfuegbar nichtubermittelt nichtuebermittelt keinenummer keinerufnummer keineanruferid",
    "keinecallerid ohnerufnummer ohnenummer",
    // French
    "masque masquee inconnu inconnue cache cachee prive privee confidentiel confidentielle nondisponible",
    "indisponible restreint bloque sansnumero pasdenumero nonidentifie secrete",
    // Spanish, Portuguese
    "anonimo anonima oculto oculta ocultado desconocido desconocida privado privada restringido",
    "restringida bloqueado bloqueada nodisponible sinnumero sinidentificar sinidentificador",
    "noidentificado desconhecido desconhecida restrito restrita naodisponivel indisponivel confidencial",
    "semnumero semidentificacao naoidentificado suprimido suprimida",
    // Italian
    "sconosciuto sconosciuta nascosto nascosta privato riservato riservata nondisponibile bloccato",
    "nessunnumero senzanumero",
    // Dutch
    "anoniem anonieme onbekend onbekende afgeschermd afgeschermde verborgennummer geblokkeerd",
    "nietbeschikbaar geennummer geheimnummer",
    // Polish
    "anonimowy anonimowe nieznany nieznane zastrzezony zastrzezone prywatny prywatne ukryty ukryte",
    "niedostepny zablokowany braknumeru",
    // Japanese
    "非通知 匿名 不明 公衆電話 表示圏外 通知不可能 通知不可 番号なし 非表示 未知 プライベート ヒツウチ",
    // Korean
    "발신번호표시제한 발신번호제한 발신자표시제한 표시제한 발신번호표시금지 알수없음 알수없는 익명 비공개 공중전화 발신번호없음 번호없음 제한됨 미확인",
    // Chinese, both scripts
    "私人 隐藏 隱藏 未显示 未顯示 无来电显示 無來電顯示 无法显示 無法顯示 不显示 不顯示 保密 隐私 隱私 屏蔽 受限 公用电话 公用電話 公共电话 公共電話 不明來電",
    // Arabic, Hebrew
    "مجهول مجهولة غيرمعروف غيرمعروفة محجوب محجوبة محظور خاص مخفي مخفية غيرمتاح غيرمتوفر חסוי חסויה חסום",
    "חסומה מוסתר פרטי אנונימי לאידוע לאידועה לאמזוהה לאזמין",
    // Russian, Turkish, the North, Czech
    "неизвестный неизвестно неизвестен скрытый скрыт номерскрыт анонимный аноним частный неопределен",
    "gizli bilinmeyen bilinmiyor ozel anonim okand okant dold dolt skyddat hemligt ukendt hemmeligt",
    "skjult ukjent skjultnummer tuntematon salainen yksityinen neznamy neznameho skryte soukrome anonymni",
];

/// Says of what.
const BESIDE: &[&str] = &[
    "number phonenumber telephonenumber phone telephone caller callers callerid calling call",
    "calleridentification id cli ani clid name party user person identity subscriber the is by network",
    "area incoming interaction nummer rufnummer telefonnummer anrufer anruferin anruf teilnehmer kennung",
    "die der ist numero numerodetelephone appel appelant correspondant identite le de d telefono llamada",
    "llamante identificador usuario el telefone chamada chamador identidade utente chiamata chiamante",
    "identita il beller oproep telefoonnummer numer telefonu dzwoniacy polaczenie rozmowca 番号 電話 電話番号 設定",
    "着信 発信者 発信 発信者番号 ナンバー の 번호 발신번호 발신자 전화 전화번호 사용자 号码 號碼 电话 來電 来电 来电者 來電者 主叫 用户 用戶 来电号码 來電號碼 显示 顯示 رقم",
    "الرقم المتصل متصل هاتف מספר המספר מתקשר שיחה טלפון номер абонент вызов numara arayan samtal nummeret",
    "soittaja cislo",
];

/// Longer texts are no such word.
const LONGEST: usize = 64;

/// Whether the text says that the caller withheld the number.
pub(super) fn is_withheld(text: &str) -> bool {
    let text = folded(text);
    !text.is_empty() && text.chars().count() <= LONGEST && is_made_of(&text)
}

/// Whether it can be put together from words of both lists, with one at least that says why.
fn is_made_of(text: &str) -> bool {
    // For each place: whether it can be reached, without such a word and with one.
    let mut reached = vec![(false, false); text.len() + 1];
    if let Some(first) = reached.first_mut() {
        first.0 = true;
    }
    for at in 0..text.len() {
        let Some((without, with)) = reached.get(at).copied().filter(|(without, with)| *without || *with) else {
            continue;
        };
        let Some(rest) = text.get(at..) else { continue };
        for (words, says_why) in [(WITHHELD, true), (BESIDE, false)] {
            for word in words.iter().flat_map(|words| words.split(' ')).filter(|word| rest.starts_with(word)) {
                if let Some(place) = reached.get_mut(at + word.len()) {
                    place.0 |= without && !says_why;
                    place.1 |= with || says_why;
                }
            }
        }
    }
    reached.last().is_some_and(|(_, with)| *with)
}

/// Small letters without accents, and nothing between them.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase).filter(|letter| is_letter(*letter)) {
        match letter {
            '\u{ff41}'..='\u{ff5a}' => {
                folded.extend(u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32));
            }
            'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è'..='ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ì'..='ï' | 'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò'..='ö' | 'ø' | 'ő' => folded.push('o'),
            'ř' => folded.push('r'),
            'ś' | 'ş' | 'š' => folded.push('s'),
            'ß' => folded.push_str("ss"),
            'ù'..='ü' | 'ů' | 'ű' => folded.push('u'),
            'ý' => folded.push('y'),
            'ź' | 'ż' | 'ž' => folded.push('z'),
            'أ' | 'إ' | 'آ' => folded.push('ا'),
            'ё' => folded.push('е'),
            letter => folded.push(letter),
        }
    }
    folded
}

/// Whether it is a letter or digit of some script: what is not ASCII is one, but for blanks, punctuation and accents that
/// follow their letter.
pub(super) fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}'
        | '\u{d7}'
        | '\u{f7}'
        | '\u{300}'..='\u{36f}'
        | '\u{64b}'..='\u{65f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{2000}'..='\u{2bff}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{303f}'
        | '\u{fe00}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff20}' => false,
        _ => true,
    }
}
