//! A value that is any text: names, roles, an email address, a county, a number.

use super::super::value;
use super::{Outcome, Setting};
use crate::client::{Email, RelatedPerson, SocialSecurityNumber};
use crate::map::text::OTHER;
use crate::rules::Target;

impl Setting<'_> {
    pub(super) fn text(&mut self) -> Outcome {
        let Some(text) = value::text(&self.read.value) else {
            return Outcome::Misfit;
        };
        match self.target {
            Target::PreferredName => self.put("name.preferred", Some(text), |related| {
                &mut related.person.name.preferred
            }),
            Target::Suffix => self.put("name.suffix", Some(text), |related| {
                &mut related.person.name.suffix
            }),
            Target::SocialSecurityNumber => self.number(&text),
            Target::County => self.county(text),
            Target::Email => self.email(text),
            Target::Role => self.add("role_hints", text, |related| &mut related.role_hints),
            Target::AlsoKnownAs => self.add("name.also_known_as", text, |related| {
                &mut related.person.name.also_known_as
            }),
            _ => Outcome::NoPlace,
        }
    }

    /// One more of several, unless it is among them.
    fn add(
        &mut self,
        path: &str,
        text: String,
        place: impl Fn(&mut RelatedPerson) -> &mut Vec<String>,
    ) -> Outcome {
        let known = place(self.related);
        if !known.contains(&text) {
            let at = known.len();
            known.push(text);
            self.told(&format!("{path}[{at}]"));
        }
        Outcome::Placed
    }

    fn email(&mut self, address: String) -> Outcome {
        if !address.contains('@') {
            return Outcome::Misfit;
        }
        let emails = &mut self.related.person.emails;
        let is_same = |email: &Email| email.address.eq_ignore_ascii_case(&address);
        if !emails.iter().any(is_same) {
            let at = emails.len();
            emails.push(Email {
                kind: OTHER.into(),
                address,
                primary: false,
            });
            self.told(&format!("emails[{at}]"));
        }
        Outcome::Placed
    }

    fn county(&mut self, text: String) -> Outcome {
        let Some(at) = self.related.person.residence_at() else {
            return Outcome::NoPlace;
        };
        let path = format!("addresses[{at}].county");
        self.put(&path, Some(text), |related| {
            &mut related.person.addresses[at].county
        })
    }

    /// Its text goes nowhere else: not into a finding, not into the provenance.
    fn number(&mut self, text: &str) -> Outcome {
        let number = SocialSecurityNumber::Clear(text.into());
        if let Some(known) = &self.related.person.social_security_number {
            return if *known == number {
                Outcome::Placed
            } else {
                Outcome::SecretTwice
            };
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_plain = digits == 9
            && text
                .chars()
                .all(|letter| letter.is_ascii_digit() || "- ".contains(letter));
        self.related.person.social_security_number = Some(number);
        let from = self.provenance(String::new());
        self.related
            .person
            .provenance
            .insert("social_security_number".into(), from);
        if is_plain {
            Outcome::Placed
        } else {
            Outcome::SecretMisfit
        }
    }
}
