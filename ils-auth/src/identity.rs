//! Who is connected.

use clio_api::{AccessToken, Account, Clio, ErrorKind, Id, Projection, Region, User};
use serde::Deserialize;

use crate::Site;

/// The person and the firm behind a token, as far as Clio tells. `Debug` shows neither.
#[derive(Clone, Default, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "plain data that callers build in tests and stores"
)]
pub struct Identity {
    /// Clio's id of the user.
    pub person_id: Option<String>,
    /// The user's full name.
    pub person: Option<String>,
    /// The user's email address.
    pub email: Option<String>,
    /// Clio's id of the firm's account.
    pub firm_id: Option<String>,
    /// The firm's name.
    pub firm: Option<String>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// Asks Clio whose token this is (`/users/who_am_i`).
///
/// `Ok(None)`: Clio accepts the token but does not tell, because the app lacks the Users permission (a 403).
///
/// # Errors
/// Whatever else the one request ends with.
pub async fn identify(
    site: &Site,
    token: &AccessToken,
) -> Result<Option<Identity>, clio_api::Error> {
    let clio = Clio::builder()
        .region(Region::Us)
        .origin(site.origin().clone())
        .token_source(token.clone())
        .build()?;
    match clio.who_am_i().select::<Me>().send().await {
        Ok(me) => Ok(Some(me.into())),
        Err(error) if error.kind() == ErrorKind::Forbidden => Ok(None),
        Err(error) => Err(error),
    }
}

#[derive(Deserialize, Projection)]
#[projection(resource = User)]
struct Me {
    id: Option<Id<User>>,
    name: Option<String>,
    email: Option<String>,
    account: Option<Firm>,
}

#[derive(Deserialize, Projection)]
#[projection(resource = Account)]
struct Firm {
    id: Option<Id<Account>>,
    name: Option<String>,
}

impl From<Me> for Identity {
    fn from(me: Me) -> Self {
        let (firm_id, firm) = me.account.map_or((None, None), |firm| (firm.id, firm.name));
        Self {
            person_id: me.id.map(|id| id.to_string()),
            person: shortened(me.name),
            email: shortened(me.email),
            firm_id: firm_id.map(|id| id.to_string()),
            firm: shortened(firm),
        }
    }
}

/// At most 255 characters: the identity lives beside the tokens in stores that take 2,560 bytes in all.
fn shortened(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().chars().take(255).collect::<String>())
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wiremock::matchers::{header, method, path_regex, query_param};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::*;
    use crate::stand_in::{app, assert_clean};

    async fn identity_from(
        response: ResponseTemplate,
    ) -> Result<Option<Identity>, clio_api::Error> {
        let server = MockServer::start().await;
        Mock::given(method("GET"))
            .and(path_regex(r"^/api/v4/users/who_am_i(\.json)?$"))
            .and(query_param("fields", "id,name,email,account{id,name}"))
            .and(header("authorization", "Bearer CANARY_access"))
            .respond_with(response)
            .mount(&server)
            .await;
        let token = AccessToken::new("CANARY_access".to_owned());
        identify(app(&server).site(), &token).await
    }

    #[tokio::test]
    async fn clio_tells_who_it_is_or_that_it_does_not_tell() {
        let body = json!({"data": {
            "id": 345, "name": " Pat CANARY_name ", "email": "pat@hollispark.example",
            "account": {"id": 12, "name": "Hollis & Park LLP"},
        }});
        let response = ResponseTemplate::new(200).set_body_json(body);
        let who = identity_from(response).await.unwrap().unwrap();
        assert_clean(&format!("{who:?}"));
        let expected = Identity {
            person_id: Some("345".to_owned()),
            person: Some("Pat CANARY_name".to_owned()),
            email: Some("pat@hollispark.example".to_owned()),
            firm_id: Some("12".to_owned()),
            firm: Some("Hollis & Park LLP".to_owned()),
        };
        assert_eq!(who, expected);

        let bare = json!({"data": {"id": 345, "name": "", "email": null}});
        let response = ResponseTemplate::new(200).set_body_json(bare);
        let who = identity_from(response).await.unwrap().unwrap();
        assert_eq!(who.person_id.as_deref(), Some("345"));
        assert!(who.person.is_none() && who.firm.is_none() && who.firm_id.is_none());

        let error = json!({"error": {"type": "ForbiddenError", "message": "no"}});
        let response = ResponseTemplate::new(403).set_body_json(error);
        assert!(identity_from(response).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_refused_token_is_an_error() {
        let error = json!({"error": "invalid_token"});
        let response = ResponseTemplate::new(401).set_body_json(error);
        let error = identity_from(response).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert_clean(&format!("{error} {error:?}"));
    }
}
