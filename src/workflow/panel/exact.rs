//! Decimals of a kept result as texts: a number in JSON may come back another by its last digit.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Decimals by name.
pub mod named {
    use super::*;

    pub fn serialize<S: Serializer>(numbers: &BTreeMap<String, f64>, to: S) -> Result<S::Ok, S::Error> {
        let texts = numbers.iter().map(|(name, number)| (name, number.to_string()));
        to.collect_map(texts)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, f64>, D::Error> {
        let texts = BTreeMap::<String, String>::deserialize(from)?;
        let numbers = texts.into_iter().map(|(name, text)| Ok((name, number(&text)?)));
        numbers.collect()
    }
}

/// A decimal, or none.
pub mod maybe {
    use super::*;

    pub fn serialize<S: Serializer>(number: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
        number.map(|number| number.to_string()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| number(&text)).transpose()
    }
}

fn number<E: Error>(text: &str) -> Result<f64, E> {
    text.parse().map_err(E::custom)
}
