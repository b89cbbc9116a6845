//! The few places in the body of a page that say whether and how it goes on, read without the rest.

use super::number;
use super::paging::At;
use super::reader::{Kind, Misfit, Reader};

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    /// A token or an address.
    Token,
    /// A token or a number that was sent.
    Sent,
    /// Whether there is more.
    More,
    /// A number of items or pages.
    Total,
    /// How many items there are.
    Count,
    /// How many items there are, and what the last says there.
    Last(At),
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) token: Option<String>,
    pub(super) more: Option<bool>,
    pub(super) total: Option<u64>,
    pub(super) count: u64,
    pub(super) last: Option<String>,
}

/// Reads these places of a body; of an empty one there is nothing to read.
///
/// # Errors
///
/// [`Misfit`] if the body is not JSON, or what stands there is not what is looked for.
pub(super) fn read(body: &[u8], wanted: &[(Wanted, At)]) -> Result<Found, Misfit> {
    let mut found = Found::default();
    if body.is_empty() || wanted.is_empty() {
        return Ok(found);
    }
    let all: Vec<usize> = (0..wanted.len()).collect();
    let places: Vec<At> = wanted.iter().map(|(_, at)| *at).collect();
    let mut reader = Reader::of(body)?;
    visit(&mut reader, 0, &all, &places, &mut |index, reader| {
        wanted
            .get(index)
            .map_or(Ok(()), |(wanted, _)| found.read(*wanted, reader))
    })?;
    Ok(found)
}

impl Found {
    fn read(&mut self, wanted: Wanted, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        match wanted {
            Wanted::Token => self.token = token(reader)?,
            Wanted::Sent => self.token = scalar(reader)?,
            Wanted::More => self.more = (!reader.null()?).then(|| reader.boolean()).transpose()?,
            Wanted::Total => self.total = total(reader)?,
            Wanted::Count => self.items(reader, &mut |_, reader| reader.raw().map(drop))?,
            Wanted::Last(key) => self.items(reader, &mut |found, reader| {
                found.last = None;
                visit(reader, 0, &[0], &[key], &mut |_, reader| {
                    found.last = scalar(reader)?;
                    Ok(())
                })
            })?,
        }
        Ok(())
    }

    /// Counts items; none are there where `null` is.
    fn items(
        &mut self,
        reader: &mut Reader<'_>,
        each: &mut dyn FnMut(&mut Self, &mut Reader<'_>) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        (self.count, self.last) = (0, None);
        if reader.null()? {
            return Ok(());
        }
        reader.array(&mut |reader| {
            self.count += 1;
            each(self, reader)
        })
    }
}

/// A token, none where nothing, `null`, `""`, `0` or `false` is.
fn token(reader: &mut Reader<'_>) -> Result<Option<String>, Misfit> {
    if reader.kind()? == Kind::Boolean && !reader.clone().boolean()? {
        return reader.boolean().map(|_| None);
    }
    let is_number = reader.kind()? == Kind::Number;
    // A number that says where to go on is never where everything began.
    let is_end = |token: &String| is_number && number::canonical(token) == "0";
    Ok(scalar(reader)?.filter(|token| !is_end(token)))
}

/// A text, or a number as it is spelled; none where `null` or `""` is.
fn scalar(reader: &mut Reader<'_>) -> Result<Option<String>, Misfit> {
    let text = match reader.kind()? {
        Kind::String => reader.string()?.to_owned(),
        Kind::Number => reader.number()?.to_owned(),
        Kind::Null => reader.null().map(|_| String::new())?,
        Kind::Boolean | Kind::Array | Kind::Object => {
            return Err(Misfit::new(
                "says neither where pages go on nor that they end",
            ));
        }
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A number of items or pages; one below nothing says that it is not known.
fn total(reader: &mut Reader<'_>) -> Result<Option<u64>, Misfit> {
    if reader.null()? {
        return Ok(None);
    }
    if reader.kind()? == Kind::String {
        return Ok(reader.string()?.trim().parse().ok());
    }
    let total: i128 = reader.integer()?;
    Ok(u64::try_from(total).ok())
}

/// Reads those of these places that are active, from the one that the reader is at and that so many names lead to.
fn visit(
    reader: &mut Reader<'_>,
    depth: usize,
    active: &[usize],
    places: &[At],
    read: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Misfit>,
) -> Result<(), Misfit> {
    let name = |place: &usize| places.get(*place).and_then(|at| at.get(depth)).copied();
    let (deeper, here): (Vec<usize>, Vec<usize>) =
        active.iter().partition(|place| name(place).is_some());
    if let ([only], []) = (&here[..], &deeper[..]) {
        return read(*only, reader);
    }
    for place in here {
        read(place, &mut reader.clone())?;
    }
    if deeper.is_empty() || reader.kind()? != Kind::Object {
        return reader.raw().map(drop);
    }
    reader.properties(
        &|met| deeper.iter().position(|place| name(place) == Some(met)),
        &mut |first, reader| {
            let met = deeper.get(first).and_then(name).unwrap_or_default();
            let same = deeper.iter().filter(|place| name(place) == Some(met));
            let same: Vec<usize> = same.copied().collect();
            visit(reader, depth + 1, &same, places, read).map_err(|misfit| misfit.within(met))
        },
    )
}
