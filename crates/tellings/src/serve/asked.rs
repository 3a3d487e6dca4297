//! The parameters of a request, read by the schema of what takes them: the same that the API's description prints.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::problem::Problem;

/// The parameters of a request.
pub(crate) struct Asked<T>(pub(crate) T);

/// What a handler takes that has no parameters.
#[derive(serde::Deserialize, JsonSchema)]
pub(crate) struct Nothing {}

/// What stands in the address itself.
pub(crate) struct At<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<At<T>, Problem> {
        let found = Path::from_request_parts(parts, state).await;
        let Path(found) =
            found.map_err(|e| Problem::bad(format!("The address cannot be read: {}", e.body_text())))?;
        Ok(At(found))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + JsonSchema + 'static> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked<T>, Problem> {
        let given = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|e| Problem::bad(format!("The parameters cannot be read: {}", e.body_text())))?;
        read(given.0).map(Asked)
    }
}

/// Reads a type from the names and words of its parameters.
pub(super) fn read<T: DeserializeOwned + JsonSchema + 'static>(
    given: Vec<(String, String)>,
) -> Result<T, Problem> {
    let known = parameters::<T>();
    let mut values = Map::new();
    for (name, text) in given {
        let Some(schema) = known.get(&name) else {
            let all: Vec<&str> = known.keys().map(String::as_str).collect();
            let all = if all.is_empty() { "none".into() } else { all.join(", ") };
            return Err(Problem::parameter(&name, &format!("is no parameter here; there are: {all}")));
        };
        if text.is_empty() {
            continue;
        }
        let value = parsed(&text, schema).map_err(|what| Problem::parameter(&name, &what))?;
        if values.insert(name.clone(), value).is_some() {
            return Err(Problem::parameter(&name, "is given twice"));
        }
    }
    let read = serde_json::from_value(Value::Object(values));
    read.map_err(|e| Problem::bad(format!("The parameters cannot be read: {e}")))
}

type Schemas = Arc<BTreeMap<String, Value>>;

/// The names of the parameters that a type is read from, each with its schema.
pub(super) fn parameters<T: JsonSchema + 'static>() -> Schemas {
    static KNOWN: LazyLock<Mutex<BTreeMap<TypeId, Schemas>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let of = known.entry(TypeId::of::<T>()).or_insert_with(|| {
        let inline = schemars::generate::SchemaSettings::default().with(|s| s.inline_subschemas = true);
        let schema = inline.into_generator().into_root_schema_for::<T>();
        let properties = schema.get("properties").and_then(Value::as_object);
        Arc::new(properties.into_iter().flatten().map(|(name, of)| (name.clone(), of.clone())).collect())
    });
    Arc::clone(of)
}

/// The words of a parameter as its schema wants them.
fn parsed(text: &str, schema: &Value) -> Result<Value, String> {
    let is = |name: &str| match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => false,
    };
    let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    let within =
        |number: f64| least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
    let between = match (least, most) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" of {least} or more"),
        _ => String::new(),
    };
    if is("integer") {
        let number = text.parse::<u64>().ok().filter(|number| within(*number as f64));
        return number.map(Value::from).ok_or_else(|| format!("has to be a whole number{between}"));
    }
    if is("number") {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && within(*number));
        return number.map(Value::from).ok_or_else(|| format!("has to be a number{between}"));
    }
    if is("boolean") {
        return match text {
            "true" | "1" => Ok(true.into()),
            "false" | "0" => Ok(false.into()),
            _ => Err("has to be true or false".into()),
        };
    }
    if let Some(one_of) = names(schema)
        && !one_of.iter().any(|name| name == text)
    {
        return Err(format!("has to be one of: {}", one_of.join(", ")));
    }
    let longest = schema.get("maxLength").and_then(Value::as_u64).unwrap_or(LONGEST);
    if text.chars().count() as u64 > longest {
        return Err(format!("has more than {longest} characters"));
    }
    Ok(text.into())
}

/// A parameter of which the schema says nothing else has no more characters.
const LONGEST: u64 = 1_000;

/// The names among which a parameter has to be, where it is one of several.
fn names(schema: &Value) -> Option<Vec<String>> {
    let listed = |schema: &Value| {
        let names = schema.get("enum").and_then(Value::as_array)?;
        Some(names.iter().filter_map(|name| name.as_str().map(String::from)).collect::<Vec<_>>())
    };
    let of_any = |schema: &Value| {
        let all = ["anyOf", "oneOf"].iter().find_map(|how| schema.get(*how)?.as_array());
        let named: Vec<String> = all?
            .iter()
            .flat_map(|one| {
                names(one)
                    .or_else(|| one.get("const")?.as_str().map(|name| vec![name.to_owned()]))
                    .unwrap_or_default()
            })
            .collect();
        (!named.is_empty()).then_some(named)
    };
    listed(schema).or_else(|| of_any(schema))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[derive(serde::Deserialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Color {
        Red,
        /// Like grass.
        Green,
    }

    #[derive(serde::Deserialize, JsonSchema)]
    struct Inner {
        color: Option<Color>,
        wide: Option<f64>,
    }

    #[derive(serde::Deserialize, JsonSchema)]
    struct Outer {
        #[serde(flatten)]
        inner: Inner,
        #[schemars(range(min = 1, max = 200))]
        limit: Option<usize>,
        #[serde(default)]
        pinned: bool,
        words: Option<String>,
    }

    fn asked(query: &str) -> Result<Outer, String> {
        let request = Request::builder().uri(format!("/?{query}")).body(()).unwrap();
        let mut parts = request.into_parts().0;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let asked = runtime.block_on(Asked::<Outer>::from_request_parts(&mut parts, &()));
        asked.map(|asked| asked.0).map_err(|problem| problem.detail)
    }

    #[test]
    fn parameters_are_read_as_their_schema_has_them() {
        let all = asked("limit=7&color=green&wide=-2.5&pinned=true&words=1%202+%D1%85").unwrap();
        assert!(matches!(all.inner.color, Some(Color::Green)) && all.pinned);
        assert_eq!((all.limit, all.inner.wide, all.words.as_deref()), (Some(7), Some(-2.5), Some("1 2 х")));
        assert_eq!(asked("limit=&words=").unwrap().limit, None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let wrong = |query| asked(query).err().unwrap();
        assert_eq!(
            wrong("limits=7"),
            "`limits` is no parameter here; there are: color, limit, pinned, wide, words"
        );
        assert_eq!(wrong("limit=0"), "`limit` has to be a whole number from 1 to 200");
        assert_eq!(wrong("limit=-1"), wrong("limit=201"));
        assert_eq!(wrong("limit=2&limit=2"), "`limit` is given twice");
        assert_eq!(wrong("wide=NaN"), "`wide` has to be a number");
        assert_eq!(wrong("pinned=maybe"), "`pinned` has to be true or false");
        assert_eq!(wrong("color=blue"), "`color` has to be one of: red, green");
        assert!(wrong(&format!("words={}", "x".repeat(1_001))).contains("more than 1000"));
    }
}
