//! Clio's OpenAPI document, as far as the generator reads it. Descriptions are never looked at.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

pub(crate) struct Document(Value);

/// One operation of the document.
pub(crate) struct Described<'a> {
    pub(crate) id: &'a str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) parameters: Vec<Parameter<'a>>,
    /// The properties of the body's `data`, and which of them are required.
    pub(crate) body: Option<(&'a Map<String, Value>, Vec<&'a str>)>,
    /// The schema of a successful answer.
    pub(crate) answer: Option<&'a str>,
}

pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) place: &'a str,
    pub(crate) required: bool,
    pub(crate) schema: &'a Value,
}

impl Document {
    pub(crate) fn read(text: &str) -> Result<Self> {
        serde_json::from_str(text)
            .map(Self)
            .context("the document is not JSON")
    }

    /// Every operation, by path and method.
    pub(crate) fn operations(&self) -> Result<Vec<Described<'_>>> {
        let paths = object(&self.0["paths"]).context("the document has no paths")?;
        let mut sorted = BTreeMap::new();
        for (path, item) in paths {
            for (method, operation) in object(item)? {
                if matches!(method.as_str(), "get" | "post" | "patch" | "put" | "delete") {
                    sorted.insert((path.as_str(), method.as_str()), operation);
                }
            }
        }
        sorted
            .into_iter()
            .map(|((path, method), operation)| described(path, method, operation))
            .collect()
    }

    /// The names of the schemas that are records, `_base` cut off.
    pub(crate) fn records(&self) -> Result<Vec<String>> {
        let schemas = object(&self.0["components"]["schemas"])?;
        let mut names: Vec<String> = schemas
            .keys()
            .filter(|name| !name.ends_with("_Show") && !name.ends_with("_List"))
            .filter(|name| !matches!(name.as_str(), "Error" | "ErrorDetail" | "IdsResponse"))
            .map(|name| name.strip_suffix("_base").unwrap_or(name).to_owned())
            .collect();
        names.sort();
        names.dedup();
        Ok(names)
    }

    /// All properties of a record: those of its base and the nested ones. A later one replaces an earlier one.
    pub(crate) fn properties(&self, record: &str) -> Result<BTreeMap<String, Value>> {
        let schemas = object(&self.0["components"]["schemas"])?;
        let schema = schemas
            .get(record)
            .or_else(|| schemas.get(&format!("{record}_base")))
            .with_context(|| format!("no schema `{record}`"))?;
        let mut properties = BTreeMap::new();
        self.collect(schema, &mut properties)?;
        Ok(properties)
    }

    fn collect(&self, schema: &Value, properties: &mut BTreeMap<String, Value>) -> Result<()> {
        if let Some(name) = reference(schema) {
            let target = &self.0["components"]["schemas"][name];
            return self.collect(target, properties);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect(part, properties)?;
        }
        if let Some(own) = schema["properties"].as_object() {
            for (name, property) in own {
                properties.insert(name.clone(), property.clone());
            }
        }
        Ok(())
    }
}

/// `#/components/schemas/Contact_base` → `Contact_base`.
pub(crate) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

pub(crate) fn words(schema: &Value) -> Option<Vec<String>> {
    let words = schema["enum"].as_array()?;
    Some(
        words
            .iter()
            .filter_map(Value::as_str)
            // The document has a comma inside some of its words.
            .map(|word| word.trim_end_matches(',').to_owned())
            .collect(),
    )
}

fn described<'a>(path: &'a str, method: &'a str, operation: &'a Value) -> Result<Described<'a>> {
    let id = operation["operationId"]
        .as_str()
        .with_context(|| format!("{method} {path} has no operationId"))?;
    let mut parameters = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (Some(name), Some(place)) = (parameter["name"].as_str(), parameter["in"].as_str())
        else {
            bail!("{id}: a parameter without a name");
        };
        parameters.push(Parameter {
            name,
            place,
            required: parameter["required"].as_bool().unwrap_or_default(),
            schema: &parameter["schema"],
        });
    }
    parameters.sort_by_key(|parameter| parameter.name);
    let data =
        &operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"];
    let body = data["properties"].as_object().map(|properties| {
        let required = data["required"].as_array().into_iter().flatten();
        (properties, required.filter_map(Value::as_str).collect())
    });
    let answer = ["200", "201"].into_iter().find_map(|status| {
        let content = operation["responses"][status]["content"].as_object()?;
        reference(&content.values().next()?["schema"])
    });
    Ok(Described {
        id,
        method,
        path,
        parameters,
        body,
        answer,
    })
}

fn object(value: &Value) -> Result<&Map<String, Value>> {
    value.as_object().context("the document is not as expected")
}
