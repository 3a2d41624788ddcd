//! What a person sees in the browser.

use wiremock::Request;

use super::book::{Asked, Challenge};
use super::{form, once, with_query};
use crate::reply::{Reply, escape};
use crate::state::State;

/// The page with ALLOW ACCESS and DENY. Anything wrong with the request ends here, at Clio: nobody is sent to an address that
/// the app did not register.
pub(crate) fn authorize(state: &mut State, request: &Request) -> Reply {
    let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    let redirect = match refusal(state, &pairs) {
        Ok(redirect) => redirect,
        Err(reason) => {
            return Reply::html(
                400,
                "Clio",
                &format!("<h1>An error has occurred</h1>\n<p>{reason}</p>"),
            );
        }
    };
    let challenge = match (
        once(&pairs, "code_challenge"),
        once(&pairs, "code_challenge_method"),
    ) {
        (None, _) => None,
        (Some(text), Some("S256")) => Some(Challenge::S256(text.to_owned())),
        (Some(text), None | Some("plain")) => Some(Challenge::Plain(text.to_owned())),
        (Some(_), Some(_)) => return Reply::html(400, "Clio", "<h1>An error has occurred</h1>"),
    };
    let name = state.book.ask(Asked {
        redirect,
        state: once(&pairs, "state").map(str::to_owned),
        challenge,
        redirect_on_decline: once(&pairs, "redirect_on_decline") == Some("true"),
    });
    consent(state, &name)
}

/// One of the two buttons was pressed.
pub(crate) fn decide(state: &mut State, request: &Request) -> Reply {
    let pairs = form(request).unwrap_or_default();
    let (name, decision) = (once(&pairs, "request"), once(&pairs, "decision"));
    let Some(asked) = name.and_then(|name| state.book.decide(name)) else {
        return Reply::html(400, "Clio", "<h1>This page is no longer valid</h1>");
    };
    if decision == Some("allow") {
        let (now, permissions) = (state.clock.now(), state.permissions);
        let (redirect, returned) = (asked.redirect.clone(), asked.state.clone());
        let code = state.book.code(asked, permissions, now);
        return Reply::redirect(&with_query(
            &redirect,
            &[("code", Some(&code)), ("state", returned.as_deref())],
        ));
    }
    if asked.redirect_on_decline {
        let answer = [
            ("error", Some("access_denied")),
            ("state", asked.state.as_deref()),
        ];
        return Reply::redirect(&with_query(&asked.redirect, &answer));
    }
    Reply::html(
        200,
        "Clio",
        "<h1>Access was not granted</h1>\n<p>You may close this window.</p>",
    )
}

/// The page of apps without a web server: the code stands in the title, the address and the text.
pub(crate) fn approval(request: &Request) -> Reply {
    let pairs: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    if let Some(code) = once(&pairs, "code") {
        let text = format!(
            "<h1>Success Code</h1>\n<p><code>{}</code></p>",
            escape(code)
        );
        return Reply::html(200, &format!("Success code={code}"), &text)
            .header("Cache-Control", "no-store");
    }
    let error = once(&pairs, "error").unwrap_or("invalid_request");
    Reply::html(
        200,
        &format!("Failure error={error}"),
        &format!("<h1>Failure</h1>\n<p>{}</p>", escape(error)),
    )
}

fn refusal(state: &State, pairs: &[(String, String)]) -> Result<String, &'static str> {
    if once(pairs, "client_id") != Some(state.app.client_id.as_str()) {
        return Err("Unknown application.");
    }
    let redirect = once(pairs, "redirect_uri").filter(|redirect| state.app.allows(redirect));
    let redirect = redirect.ok_or("The redirect URI is not on the list of this application.")?;
    if once(pairs, "response_type") != Some("code") {
        return Err("The response type is not supported.");
    }
    Ok(redirect.to_owned())
}

fn consent(state: &State, name: &str) -> Reply {
    let button = |decision: &str, label: &str| {
        format!(
            "<form method=\"post\" action=\"/oauth/authorize\">\
             <input type=\"hidden\" name=\"request\" value=\"{name}\">\
             <input type=\"hidden\" name=\"decision\" value=\"{decision}\">\
             <button type=\"submit\">{label}</button></form>"
        )
    };
    let body = format!(
        "<h1>{app} would like access to your Clio account</h1>\n<p>Signed in as {person}, {firm}</p>\n{allow}\n{deny}",
        app = escape(&state.app.name),
        person = escape(&state.firm.user.name()),
        firm = escape(&state.firm.account_name),
        allow = button("allow", "ALLOW ACCESS"),
        deny = button("deny", "DENY"),
    );
    Reply::html(200, "Clio", &body)
        .header("X-Frame-Options", "DENY")
        .header("Cache-Control", "no-store")
}
