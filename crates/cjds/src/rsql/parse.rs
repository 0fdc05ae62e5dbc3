//! Reads the text of a filter, by recursive descent over its characters.

use super::{Comparison, Expression, Operand, Operator, Selector, SyntaxError};

/// How deep parentheses may nest: far more than a person writes, far less than the stack holds.
const DEEPEST: usize = 64;

/// Characters that end a bare selector or a bare value.
const RESERVED: &str = "\"'();,=!<>~";

pub(super) struct Parser {
    characters: Vec<char>,
    position: usize,
    depth: usize,
}

impl Parser {
    pub(super) fn new(text: &str) -> Self {
        Self { characters: text.chars().collect(), position: 0, depth: 0 }
    }

    pub(super) fn filter(mut self) -> Result<Expression, SyntaxError> {
        let expression = self.any()?;
        match self.peek() {
            None => Ok(expression),
            Some(_) => Err(self.error("\";\", \",\", \"and\", \"or\" or the end")),
        }
    }

    fn any(&mut self) -> Result<Expression, SyntaxError> {
        let mut parts = vec![self.all()?];
        while self.take(',') || self.take_word("or") {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Expression::Any))
    }

    fn all(&mut self) -> Result<Expression, SyntaxError> {
        let mut parts = vec![self.constraint()?];
        while self.take(';') || self.take_word("and") {
            parts.push(self.constraint()?);
        }
        Ok(joined(parts, Expression::All))
    }

    fn constraint(&mut self) -> Result<Expression, SyntaxError> {
        self.skip_blanks();
        if self.peek() != Some('(') {
            return self.comparison().map(Expression::Comparison);
        }
        if self.depth == DEEPEST {
            return Err(self.error("fewer parentheses"));
        }
        self.position += 1;
        self.depth += 1;
        let inner = self.any()?;
        self.depth -= 1;
        if self.take(')') { Ok(inner) } else { Err(self.error("\")\"")) }
    }

    fn comparison(&mut self) -> Result<Comparison, SyntaxError> {
        let selector = self.selector()?;
        let operator = self.operator()?;
        let values = match operator {
            Operator::In | Operator::Out => self.list()?,
            Operator::IsNull | Operator::NotNull => {
                // The grammar wants an argument after every operator: clients write `=isnull=''`.
                self.skip_blanks();
                let is_joined = self.is_at_word("and") || self.is_at_word("or");
                if !is_joined && !matches!(self.peek(), None | Some(';' | ',' | ')')) {
                    self.operand()?;
                }
                Vec::new()
            }
            Operator::Between => {
                let start = self.position;
                let values = self.list()?;
                if values.len() != 2 {
                    self.position = start;
                    return Err(self.error("a list of two values"));
                }
                values
            }
            _ => vec![self.operand()?],
        };
        Ok(Comparison { selector, operator, values })
    }

    fn selector(&mut self) -> Result<Selector, SyntaxError> {
        let mut keys = Vec::new();
        loop {
            self.skip_blanks();
            if let Some(quote @ ('\'' | '"')) = self.peek() {
                keys.push(self.quoted(quote)?.join("*"));
            } else {
                let bare = self.bare();
                // A dot next to a quoted key belongs to the path, not to a name.
                let bare = bare.strip_suffix('.').inspect(|_| self.position -= 1).unwrap_or(&bare);
                keys.extend(bare.split('.').map(|key| key.trim().to_owned()));
            }
            self.skip_blanks();
            if !self.take('.') {
                break;
            }
        }
        if keys.iter().any(String::is_empty) { Err(self.error("a selector")) } else { Ok(Selector { keys }) }
    }

    fn operator(&mut self) -> Result<Operator, SyntaxError> {
        self.skip_blanks();
        let start = self.position;
        let rest: String = self.characters.iter().skip(start).take(12).collect();
        let words = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            (">=", Operator::GreaterOrEqual),
            ("<=", Operator::LessOrEqual),
            (">", Operator::Greater),
            ("<", Operator::Less),
            ("=gt=", Operator::Greater),
            ("=ge=", Operator::GreaterOrEqual),
            ("=lt=", Operator::Less),
            ("=le=", Operator::LessOrEqual),
            ("=in=", Operator::In),
            ("=out=", Operator::Out),
            ("=like=", Operator::Like),
            ("=ke=", Operator::Like),
            ("=between=", Operator::Between),
            ("=bt=", Operator::Between),
            ("=isnull=", Operator::IsNull),
            ("=na=", Operator::IsNull),
            ("=notnull=", Operator::NotNull),
            ("=nn=", Operator::NotNull),
        ];
        let rest = rest.to_ascii_lowercase();
        match words.iter().find(|(word, _)| rest.starts_with(word)) {
            Some((word, operator)) => {
                self.position += word.len();
                Ok(*operator)
            }
            None => Err(self.error("an operator (==, !=, =gt=, =ge=, =lt=, =le=, =in=, =out=, …)")),
        }
    }

    fn list(&mut self) -> Result<Vec<Operand>, SyntaxError> {
        if !self.take('(') {
            return Err(self.error("\"(\" before a list of values"));
        }
        let mut values = vec![self.operand()?];
        while self.take(',') {
            values.push(self.operand()?);
        }
        if self.take(')') { Ok(values) } else { Err(self.error("\",\" or \")\" in a list of values")) }
    }

    fn operand(&mut self) -> Result<Operand, SyntaxError> {
        self.skip_blanks();
        if let Some(quote @ ('\'' | '"')) = self.peek() {
            return Ok(Operand { pieces: self.quoted(quote)? });
        }
        let start = self.position;
        let is_part = |character: &&char| !RESERVED.contains(**character) && !character.is_whitespace();
        let bare: String = self.characters.iter().skip(start).take_while(is_part).collect();
        self.position += bare.chars().count();
        let is_literal = bare.parse::<f64>().is_ok_and(f64::is_finite) || bare == "true" || bare == "false";
        if is_literal {
            return Ok(Operand { pieces: vec![bare] });
        }
        self.position = start;
        Err(self.error("a value in quotes, a number, true or false"))
    }

    /// The text between quotes, cut at each `*` that no backslash precedes.
    fn quoted(&mut self, quote: char) -> Result<Vec<String>, SyntaxError> {
        self.position += 1;
        let (mut pieces, mut piece) = (Vec::new(), String::new());
        loop {
            let Some(character) = self.peek() else {
                return Err(self.error("the closing quote"));
            };
            self.position += 1;
            match character {
                '\\' => {
                    piece.extend(self.peek());
                    self.position += 1;
                }
                '*' => pieces.push(std::mem::take(&mut piece)),
                character if character == quote => {
                    pieces.push(piece);
                    return Ok(pieces);
                }
                character => piece.push(character),
            }
        }
    }

    fn bare(&mut self) -> String {
        let word: String = self
            .characters
            .iter()
            .skip(self.position)
            .take_while(|character| !RESERVED.contains(**character))
            .collect();
        self.position += word.chars().count();
        word.trim().to_owned()
    }

    fn take(&mut self, expected: char) -> bool {
        self.skip_blanks();
        let found = self.peek() == Some(expected);
        self.position += usize::from(found);
        found
    }

    /// The grammar's other spelling of `;` and `,`: a word between blanks, or beside a parenthesis.
    fn take_word(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let found = self.is_at_word(word);
        self.position += if found { word.len() } else { 0 };
        found
    }

    fn is_at_word(&self, word: &str) -> bool {
        let mut rest = self.characters.iter().skip(self.position);
        let is_word = word.chars().all(|letter| rest.next().is_some_and(|other| other.eq_ignore_ascii_case(&letter)));
        is_word && rest.next().is_some_and(|next| next.is_whitespace() || *next == '(')
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.position += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.position).copied()
    }

    fn error(&self, expected: &str) -> SyntaxError {
        let found = match self.peek() {
            None => SyntaxError::END.to_owned(),
            Some(character) => format!("\"{character}\""),
        };
        let position = self.position.min(self.characters.len());
        SyntaxError { position, expected: expected.to_owned(), found }
    }
}

fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.len() {
        1 => parts.remove(0),
        _ => join(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (usize, String) {
        let error = Expression::parse(text).expect_err(text);
        (error.position, error.to_string())
    }

    #[test]
    fn and_binds_tighter_than_or_and_parentheses_tighter_than_both() {
        let Expression::Any(parts) = Expression::parse("a=='1',b=='2';c=='3'").expect("read") else { panic!("an or") };
        assert!(matches!(parts.as_slice(), [Expression::Comparison(_), Expression::All(two)] if two.len() == 2));
        let Expression::All(parts) = Expression::parse("(a=='1',b=='2');c=='3'").expect("read") else {
            panic!("an and")
        };
        assert!(matches!(parts.as_slice(), [Expression::Any(two), Expression::Comparison(_)] if two.len() == 2));
    }

    #[test]
    fn the_words_and_and_or_join_as_their_signs_do() {
        for (words, signs) in [
            ("a=='1' and b=='2'", "a=='1';b=='2'"),
            ("a=='1' or b=='2' and c=='3'", "a=='1',b=='2';c=='3'"),
            ("(a=='1' OR b==2) AND (c==true or d=='4')", "(a=='1',b==2);(c==true,d=='4')"),
            ("a==1.5 and b=in=('x','y') or c=isnull= and order=='1'", "a==1.5;b=in=('x','y'),c=isnull=;order=='1'"),
            ("a=='x'and(b=='y')", "a=='x';(b=='y')"),
        ] {
            assert_eq!(Expression::parse(words), Expression::parse(signs), "{words}");
            assert!(Expression::parse(words).is_ok(), "{words}");
        }
        assert!(at("a=='1' andb=='2'").1.contains("\"and\""), "no word");
        assert!(Expression::parse("and=='1';or=='2'").is_ok(), "names of fields, too");
        assert_eq!(at("type=='x' OR 1=1").0, 14);
    }

    #[test]
    fn selectors_may_be_dotted_quoted_and_hold_spaces() {
        for (text, keys) in [
            ("uiData.title=='x'", vec!["uiData", "title"]),
            ("'Order State'=='x'", vec!["Order State"]),
            ("Order State == 'x'", vec!["Order State"]),
            ("'v1.2 notes'.text=='x'", vec!["v1.2 notes", "text"]),
            ("data.'Order State'=='x'", vec!["data", "Order State"]),
        ] {
            let Expression::Comparison(comparison) = Expression::parse(text).expect(text) else { panic!("{text}") };
            assert_eq!(comparison.selector.keys(), keys, "{text}");
        }
    }

    #[test]
    fn quotes_hold_what_would_end_a_value_and_escapes_hold_quotes() {
        let Expression::Comparison(comparison) = Expression::parse(r#"a=="x;y,('z')\"*\*""#).expect("read") else {
            panic!("one")
        };
        assert_eq!(comparison.values, [Operand { pieces: vec!["x;y,('z')\"".to_owned(), "*".to_owned()] }]);
    }

    #[test]
    fn a_filter_that_does_not_parse_points_at_the_character() {
        assert_eq!(at("type==Payment").0, 6, "an unquoted word");
        assert_eq!(at("Payment").0, 7, "no operator");
        assert_eq!(at("a=='1';").0, 7, "nothing after the semicolon");
        assert_eq!(at("a=='1").0, 5, "no closing quote");
        assert_eq!(at("(a=='1'").0, 7, "no closing parenthesis");
        assert_eq!(at("a=='1')").0, 6, "one parenthesis too many");
        assert_eq!(at("a=in='1'").0, 5, "no list");
        assert_eq!(at("a=foo='1'").0, 1, "an unknown operator");
        assert_eq!(at("é==x").0, 3, "characters, not bytes");
        assert_eq!(at("").0, 0);
        assert!(at("type==Payment").1.starts_with("at character 7: expected a value in quotes"), "people count from 1");
    }

    #[test]
    fn a_thousand_parentheses_are_refused_before_the_stack_is() {
        assert!(Expression::parse(&"(".repeat(100_000)).is_err());
        assert!(Expression::parse(&format!("{}a==1{}", "(".repeat(60), ")".repeat(60))).is_ok());
    }
}
