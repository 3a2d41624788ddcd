//! The fixed pages. Nothing of any request is in them.

/// An answer to whoever knocked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Page {
    Connected,
    Denied,
    Problem,
    /// 400: not a request that a browser sends, or not of this attempt.
    Bad,
    /// 403: a request that a page makes in the background.
    Background,
    /// 404: another path.
    Nothing,
    /// 405: another method.
    Method,
    /// 408: the request did not come in time.
    Late,
    /// 414: too long.
    TooLong,
    /// 421: meant for another host.
    Elsewhere,
}

impl Page {
    #[cfg(test)]
    pub(super) const ALL: [Self; 10] = [
        Self::Connected,
        Self::Denied,
        Self::Problem,
        Self::Bad,
        Self::Background,
        Self::Nothing,
        Self::Method,
        Self::Late,
        Self::TooLong,
        Self::Elsewhere,
    ];

    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Connected | Self::Denied | Self::Problem => "200 OK",
            Self::Bad => "400 Bad Request",
            Self::Background => "403 Forbidden",
            Self::Nothing => "404 Not Found",
            Self::Method => "405 Method Not Allowed",
            Self::Late => "408 Request Timeout",
            Self::TooLong => "414 URI Too Long",
            Self::Elsewhere => "421 Misdirected Request",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Connected => "Clio has answered. You can close this page and go back to ILS.",
            Self::Denied => {
                "Clio was told not to allow access. Nothing was changed. You can close this page."
            }
            Self::Problem => {
                "Clio answered with a problem. You can close this page and go back to ILS."
            }
            _ => "There is nothing here.",
        }
    }

    /// The whole response. `Connection: close`: one request a connection.
    pub(super) fn response(self) -> String {
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>ILS</title><p>{}</p></html>\n",
            self.text()
        );
        let allow = if self == Self::Method {
            "Allow: GET\r\n"
        } else {
            ""
        };
        format!(
            "HTTP/1.1 {}\r\n\
             Content-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\n\
             Cache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\n\
             Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n\
             X-Content-Type-Options: nosniff\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\n\
             {allow}Connection: close\r\n\r\n{body}",
            self.status(),
            body.len(),
        )
    }
}
