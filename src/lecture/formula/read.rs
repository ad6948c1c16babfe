//! Reads formulas: characters to words, words to a tree.

use crate::experiment::param::short;
use crate::lecture::formula::Expr;
use crate::lecture::formula::FormulaError;
use crate::lecture::formula::Function;
use crate::lecture::formula::MAX_LEN;
use crate::lecture::formula::Sign;
use crate::math::kind::Kind;

/// Deepest nesting that is read: deeper trees would exhaust the stack.
const MAX_DEPTH: usize = 60;

/// Greek letters by the names that simple notation gives them.
pub(super) const GREEK: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "eps"),
    ('ϵ', "eps"),
    ('η', "eta"),
    ('θ', "theta"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('φ', "phi"),
    ('ψ', "psi"),
    ('ω', "omega"),
];

/// Tree of the formula `text` over `names`.
pub(super) fn formula(text: &str, names: &[&str]) -> Result<Expr, FormulaError> {
    let words = words(text)?;
    if words.is_empty() {
        return Err(wrong(0, "Nothing is written yet."));
    }
    let mut reader = Reader { words, next: 0, depth: 0, end: text.chars().count(), names };
    let root = reader.sum()?;
    match reader.peek() {
        None => Ok(root),
        Some(Word { what: What::Close, at }) => {
            Err(wrong(*at, "A closing parenthesis has no opening one."))
        }
        Some(word) => Err(wrong(word.at, &format!("{} can not stand there.", word.shown()))),
    }
}

/// A word and its place in characters.
#[derive(Clone, Debug)]
struct Word {
    what: What,
    at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Number(f64),
    Name(String),
    /// One of `+ - * / ^`.
    Sign(char),
    Open,
    Close,
}

impl Word {
    fn shown(&self) -> String {
        match &self.what {
            What::Number(value) => format!("The number {value}"),
            What::Name(name) => format!("“{}”", short(name)),
            What::Sign(sign) => format!("“{sign}”"),
            What::Open => "An opening parenthesis".to_owned(),
            What::Close => "A closing parenthesis".to_owned(),
        }
    }
}

fn wrong(at: usize, sentence: &str) -> FormulaError {
    FormulaError { at, sentence: sentence.to_owned() }
}

fn words(text: &str) -> Result<Vec<Word>, FormulaError> {
    let chars: Vec<char> = text.chars().collect();
    if MAX_LEN < chars.len() {
        return Err(wrong(MAX_LEN, "That is too long for a formula."));
    }
    let mut words = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let (at, c) = (i, chars[i]);
        i += 1;
        if c.is_whitespace() {
            continue;
        }
        if is_digit(c) || (c == '.' && chars.get(i).copied().is_some_and(is_digit)) {
            let value;
            (value, i) = number(&chars, at)?;
            words.push(Word { what: What::Number(value), at });
        } else if starts_name(c) {
            let name;
            (name, i) = self::name(&chars, at);
            words.push(Word { what: What::Name(name), at });
        } else if let Some(power) = superscript(c) {
            words.push(Word { what: What::Sign('^'), at });
            words.push(Word { what: What::Number(power), at });
        } else {
            let what = mark(c, at)?;
            // Python's power.
            let is_power = what == What::Sign('*') && chars.get(i) == Some(&'*');
            i += usize::from(is_power);
            words.push(Word { what: if is_power { What::Sign('^') } else { what }, at });
        }
    }
    Ok(words)
}

fn mark(c: char, at: usize) -> Result<What, FormulaError> {
    Ok(match c {
        '+' | '^' | '/' | '*' | '-' => What::Sign(c),
        '−' | '–' => What::Sign('-'),
        '·' | '⋅' | '×' => What::Sign('*'),
        '÷' | '∕' => What::Sign('/'),
        '√' => What::Name("sqrt".to_owned()),
        '(' | '[' => What::Open,
        ')' | ']' => What::Close,
        ',' => {
            return Err(wrong(at, "A comma can not stand there; decimals take a point, as 0.5."));
        }
        '=' => return Err(wrong(at, "Write only what stands to the right of the equals sign.")),
        '\\' | '{' | '}' | '$' => {
            return Err(wrong(
                at,
                "Simple notation is read here, not TeX: write sqrt(t), not \\sqrt{t}.",
            ));
        }
        _ => return Err(wrong(at, &format!("“{c}” can not be read in a formula."))),
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn greek(c: char) -> Option<&'static str> {
    GREEK.iter().find(|(letter, _)| *letter == c).map(|(_, name)| *name)
}

fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic() || greek(c).is_some()
}

fn superscript(c: char) -> Option<f64> {
    match c {
        '²' => Some(2.0),
        '³' => Some(3.0),
        _ => None,
    }
}

fn name(chars: &[char], start: usize) -> (String, usize) {
    let goes_on = |c: &&char| starts_name(**c) || is_digit(**c) || **c == '_';
    let n = chars[start..].iter().take_while(goes_on).count();
    let spelled = |c: &char| greek(*c).map_or_else(|| c.to_string(), str::to_owned);
    (chars[start..start + n].iter().map(spelled).collect(), start + n)
}

/// Digits, a point, digits, and an exponent if digits follow its `e`.
fn number(chars: &[char], start: usize) -> Result<(f64, usize), FormulaError> {
    let digits = |from: usize| chars[from..].iter().take_while(|c| is_digit(**c)).count();
    let mut end = start + digits(start);
    if chars.get(end) == Some(&'.') {
        end += 1;
        end += digits(end);
    }
    if matches!(chars.get(end), Some('e' | 'E')) {
        let n_sign = usize::from(matches!(chars.get(end + 1), Some('+' | '-' | '−')));
        let first = end + 1 + n_sign;
        let n = if first < chars.len() { digits(first) } else { 0 };
        if 0 < n {
            end = first + n;
        }
    }
    let text: String = chars[start..end].iter().collect::<String>().replace('−', "-");
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((value, end)),
        _ => Err(wrong(start, &format!("“{}” is not a number.", short(&text)))),
    }
}

struct Reader<'a> {
    words: Vec<Word>,
    next: usize,
    depth: usize,
    /// Place after the last character.
    end: usize,
    names: &'a [&'a str],
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Word> {
        self.words.get(self.next)
    }

    fn take(&mut self) -> Option<Word> {
        let word = self.words.get(self.next).cloned();
        self.next += usize::from(word.is_some());
        word
    }

    /// Takes the next word if it is one of these signs.
    fn sign(&mut self, signs: &str) -> Option<char> {
        let Some(Word { what: What::Sign(sign), .. }) = self.peek() else { return None };
        let sign = *sign;
        if !signs.contains(sign) {
            return None;
        }
        self.next += 1;
        Some(sign)
    }

    fn sum(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.product()?;
        while let Some(sign) = self.sign("+-") {
            let right = Box::new(self.product()?);
            let sign = if sign == '+' { Sign::Plus } else { Sign::Minus };
            left = Expr::Two(sign, Box::new(left), right);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.signed()?;
        loop {
            let sign = match self.sign("*/") {
                Some('/') => Sign::Over,
                Some(_) => Sign::Times,
                // A product without its sign.
                None if self.starts_factor() => Sign::Times,
                None => return Ok(left),
            };
            let right = Box::new(self.signed()?);
            left = Expr::Two(sign, Box::new(left), right);
        }
    }

    fn starts_factor(&self) -> bool {
        matches!(self.peek(), Some(Word { what: What::Name(_) | What::Open, .. }))
    }

    fn signed(&mut self) -> Result<Expr, FormulaError> {
        self.deeper(|reader| match reader.sign("+-") {
            Some('-') => Ok(Expr::Minus(Box::new(reader.signed()?))),
            Some(_) => reader.signed(),
            None => reader.power(),
        })
    }

    fn power(&mut self) -> Result<Expr, FormulaError> {
        let base = self.atom()?;
        if self.sign("^").is_none() {
            return Ok(base);
        }
        // The exponent's own power first: a^b^c is a^(b^c).
        let exponent = Box::new(self.signed()?);
        Ok(Expr::Two(Sign::Power, Box::new(base), exponent))
    }

    fn atom(&mut self) -> Result<Expr, FormulaError> {
        let Some(word) = self.take() else {
            return Err(wrong(self.end, "The formula ends where something should follow."));
        };
        match word.what {
            What::Number(value) => Ok(Expr::Number(value)),
            What::Name(name) => self.named(&name, word.at),
            What::Open => self.closed(word.at),
            What::Sign(_) | What::Close => Err(wrong(
                word.at,
                &format!("Before {} something is missing.", word.shown().to_lowercase()),
            )),
        }
    }

    fn named(&mut self, name: &str, at: usize) -> Result<Expr, FormulaError> {
        let opens = matches!(self.peek(), Some(Word { what: What::Open, .. }));
        let is_own = self.names.contains(&name);
        let function = match name {
            "ln" => Some(Function::Log),
            _ => Function::from_key(name),
        };
        if let Some(function) = function.filter(|_| !is_own) {
            if !opens {
                return Err(wrong(at, &format!("{name} needs parentheses, as {name}(2).")));
            }
            let open = self.take().map_or(at, |word| word.at);
            return Ok(Expr::Call(function, Box::new(self.closed(open)?)));
        }
        let known = match self.names.iter().position(|known| *known == name) {
            Some(idx) => Expr::Name(idx),
            None => constant(name).ok_or_else(|| self.unknown(name, at))?,
        };
        if opens {
            return Err(wrong(
                at,
                &format!("{name}(…) reads like a function; for a product write {name}*(…)."),
            ));
        }
        Ok(known)
    }

    fn unknown(&self, name: &str, at: usize) -> FormulaError {
        let known = match self.names {
            [] => "a number is asked for".to_owned(),
            names => format!("known are {}", names.join(", ")),
        };
        let mut sentence = format!("“{}” is not known here; {known}.", short(name));
        if self.spells_product(name) {
            sentence.push_str(" Write products with *.");
        }
        FormulaError { at, sentence }
    }

    /// Whether a name is two known ones run together, as `tz`.
    fn spells_product(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|first| name.strip_prefix(first).is_some_and(|rest| self.names.contains(&rest)))
    }

    /// What stands in parentheses; the opening one, at `open`, has been taken.
    fn closed(&mut self, open: usize) -> Result<Expr, FormulaError> {
        let inner = self.sum()?;
        match self.take() {
            Some(Word { what: What::Close, .. }) => Ok(inner),
            Some(word) => Err(wrong(word.at, &format!("{} can not stand there.", word.shown()))),
            None => Err(wrong(open, "A parenthesis is not closed.")),
        }
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expr, FormulaError>,
    ) -> Result<Expr, FormulaError> {
        if MAX_DEPTH <= self.depth {
            let at = self.peek().map_or(self.end, |word| word.at);
            return Err(wrong(at, "That is nested too deeply."));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

fn constant(name: &str) -> Option<Expr> {
    match name {
        "pi" => Some(Expr::Number(std::f64::consts::PI)),
        "e" => Some(Expr::Number(std::f64::consts::E)),
        _ => None,
    }
}
