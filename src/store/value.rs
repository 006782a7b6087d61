//! How the house's values look in a column.
//!
//! Owns the mapping of instants to 64-bit microseconds, of words to text and of structures to JSON text, the same on
//! both databases. Does not know any table.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};

use crate::clock::Instant;
use crate::workflow::definition::{Address, Standing};

/// Stores a type as another one that both databases know.
macro_rules! stored_as {
    ($type:ty, $column:ty, $write:expr, $read:expr) => {
        impl<DB: sqlx::Database> sqlx::Type<DB> for $type
        where
            $column: sqlx::Type<DB>,
        {
            fn type_info() -> DB::TypeInfo {
                <$column as sqlx::Type<DB>>::type_info()
            }

            fn compatible(found: &DB::TypeInfo) -> bool {
                <$column as sqlx::Type<DB>>::compatible(found)
            }
        }

        impl<'q, DB: sqlx::Database> sqlx::Encode<'q, DB> for $type
        where
            $column: sqlx::Encode<'q, DB>,
        {
            fn encode_by_ref(
                &self,
                buffer: &mut DB::ArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                let write: fn(&$type) -> $column = $write;
                <$column as sqlx::Encode<'q, DB>>::encode(write(self), buffer)
            }
        }

        impl<'r, DB: sqlx::Database> sqlx::Decode<'r, DB> for $type
        where
            $column: sqlx::Decode<'r, DB>,
        {
            fn decode(value: DB::ValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
                let read: fn($column) -> Result<$type, sqlx::error::BoxDynError> = $read;
                read(<$column as sqlx::Decode<'r, DB>>::decode(value)?)
            }
        }
    };
}

/// Declares an enum whose variants are words in a column and in JSON.
macro_rules! words {
    ($(#[$outer:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The word in tables and JSON.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// Reads the word back.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        $crate::store::value::stored_as!(
            $name,
            String,
            |value| value.as_str().to_owned(),
            |text| $name::parse(&text).ok_or_else(|| format!("`{text}` is not a word of {}", stringify!($name)).into())
        );
    };
}

pub(crate) use {stored_as, words};

stored_as!(Instant, i64, |value| value.micros(), |micros| Ok(Instant::from_micros(
    micros
)));

stored_as!(Standing, String, |value| value.as_str().to_owned(), |text| {
    Standing::parse(&text).ok_or_else(|| format!("`{text}` is not a standing").into())
});

stored_as!(Address, String, address_text, |text| Ok(address_of(&text)));

/// The address as one word: `commission`, `applicant.mayor`.
pub(crate) fn address_text(address: &Address) -> String {
    match &address.seat {
        Some(seat) => format!("{}.{seat}", address.role),
        None => address.role.clone(),
    }
}

fn address_of(text: &str) -> Address {
    match text.split_once('.') {
        Some((role, seat)) => Address {
            role: role.to_owned(),
            seat: Some(seat.to_owned()),
        },
        None => Address {
            role: text.to_owned(),
            seat: None,
        },
    }
}

/// A number that is never negative and fits 32 bits; columns have 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count(pub u32);

stored_as!(Count, i64, |value| i64::from(value.0), |number| Ok(Count(
    u32::try_from(number)?
)));

/// A structure written as JSON text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Json<T>(pub T);

impl<T, DB: Database> Type<DB> for Json<T>
where
    String: Type<DB>,
{
    fn type_info() -> DB::TypeInfo {
        <String as Type<DB>>::type_info()
    }

    fn compatible(found: &DB::TypeInfo) -> bool {
        <String as Type<DB>>::compatible(found)
    }
}

impl<'q, T: Serialize, DB: Database> Encode<'q, DB> for Json<T>
where
    String: Encode<'q, DB>,
{
    fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'q, DB>>::encode(serde_json::to_string(&self.0)?, buffer)
    }
}

impl<'r, T: DeserializeOwned, DB: Database> Decode<'r, DB> for Json<T>
where
    String: Decode<'r, DB>,
{
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <String as Decode<'r, DB>>::decode(value)?;
        Ok(Self(serde_json::from_str(&text)?))
    }
}
