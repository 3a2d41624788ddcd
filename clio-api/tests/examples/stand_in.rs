// Included by tests/examples/main.rs and by the examples of the documentation, hence no inner comments and no imports.

/// A stand-in for Clio on this computer: it answers what is listed, `("GET /contacts.json?fields=id", 200, "{…}")`, and 404 to all
/// else; what is listed and never asked for is a panic. `{server}` in an answer is its own address.
async fn stand_in(answers: &[(&str, u16, &str)]) -> (wiremock::MockServer, clio_api::ClioBuilder) {
    use wiremock::matchers::{method, path, query_param};

    let server = wiremock::MockServer::start().await;
    for (asked, status, body) in answers {
        let (verb, address) = asked.split_once(' ').expect("a verb and a path");
        let (at, query) = address.split_once('?').unwrap_or((address, ""));
        let mut mock = wiremock::Mock::given(method(verb)).and(path(format!("/api/v4{at}")));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').expect("a name and a value");
            mock = mock.and(query_param(name, value));
        }
        let body = body.replace("{server}", &server.uri());
        mock.respond_with(wiremock::ResponseTemplate::new(*status).set_body_string(body))
            .expect(1..)
            .mount(&server)
            .await;
    }
    let origin = clio_api::Origin::parse(&server.uri()).expect("it is on this computer");
    let token = clio_api::AccessToken::new("CANARY_access_5c2f71e0");
    let builder = clio_api::Clio::builder().origin(origin).token_source(token);
    (server, builder)
}
