//! Which value a setting has, and who said so: a lock, a flag, the environment, the user's file, the machine's file, ILS itself.

use schemars::JsonSchema;
use serde::Serialize;

use super::Key;
use super::file::Said;

/// Who gave a setting its value.
#[derive(Clone, Copy, Debug, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    Flag,
    Environment,
    UserFile,
    MachineFile,
    BuiltIn,
}

/// Every layer; the built-in values are [`Key::built_in`].
#[derive(Debug, Default)]
pub(crate) struct Layers {
    pub(crate) flags: Vec<(Key, String)>,
    pub(crate) environment: Vec<(Key, String)>,
    pub(crate) user: Vec<(Key, String)>,
    pub(crate) machine: Said,
}

/// A setting as it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Setting {
    pub(crate) value: Option<String>,
    pub(crate) source: Source,
    pub(crate) is_locked: bool,
}

impl Layers {
    pub(crate) fn get(&self, key: Key) -> Setting {
        if let Some(value) = of(&self.machine.locked, key) {
            return Setting {
                value: Some(value.to_owned()),
                source: Source::MachineFile,
                is_locked: true,
            };
        }
        let found = self.said(key).next();
        let found = found.or_else(|| Some((of(&self.machine.values, key)?, Source::MachineFile)));
        let (value, source) = match found {
            Some((value, source)) => (Some(value), source),
            None => (key.built_in(), Source::BuiltIn),
        };
        Setting {
            value: value.map(ToOwned::to_owned),
            source,
            is_locked: false,
        }
    }

    /// A locked setting that somebody wants otherwise, and who: told, never passed over.
    pub(crate) fn against_lock(&self) -> Option<(Key, Source)> {
        let locked = self.machine.locked.iter();
        locked
            .flat_map(|(key, value)| self.said(*key).map(move |said| (*key, value, said)))
            .find(|(_, value, (said, _))| said != value)
            .map(|(key, _, (_, source))| (key, source))
    }

    /// What flags, environment and user say, highest first.
    fn said(&self, key: Key) -> impl Iterator<Item = (&str, Source)> {
        [
            (&self.flags, Source::Flag),
            (&self.environment, Source::Environment),
            (&self.user, Source::UserFile),
        ]
        .into_iter()
        .filter_map(move |(layer, source)| Some((of(layer, key)?, source)))
    }
}

fn of(layer: &[(Key, String)], key: Key) -> Option<&str> {
    let found = layer.iter().find(|(known, _)| *known == key);
    found.map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(value: &str) -> Vec<(Key, String)> {
        vec![(Key::Timeout, value.to_owned())]
    }

    #[test]
    fn the_highest_layer_says() {
        let mut layers = Layers::default();
        let mut expect = |change: fn(&mut Layers), value: &str, source| {
            change(&mut layers);
            let setting = layers.get(Key::Timeout);
            assert_eq!(
                (setting.value.as_deref(), setting.source),
                (Some(value), source)
            );
        };
        expect(|_| {}, "30", Source::BuiltIn);
        expect(
            |all| all.machine.values = layer("1"),
            "1",
            Source::MachineFile,
        );
        expect(|all| all.user = layer("2"), "2", Source::UserFile);
        expect(|all| all.environment = layer("3"), "3", Source::Environment);
        expect(|all| all.flags = layer("4"), "4", Source::Flag);
    }

    #[test]
    fn a_lock_holds_and_says_who_is_against_it() {
        let mut layers = Layers {
            user: layer("2"),
            ..Layers::default()
        };
        layers.machine.locked = layer("9");
        let setting = layers.get(Key::Timeout);
        assert!(setting.is_locked && setting.value.as_deref() == Some("9"));
        assert_eq!(
            layers.against_lock(),
            Some((Key::Timeout, Source::UserFile))
        );
        layers.flags = layer("3");
        assert_eq!(layers.against_lock(), Some((Key::Timeout, Source::Flag)));
        (layers.user, layers.flags) = (layer("9"), layer("9"));
        assert_eq!(layers.against_lock(), None, "the same is not against it");
    }
}
