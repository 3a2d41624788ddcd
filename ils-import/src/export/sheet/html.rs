//! The style, and texts that stay texts.

use super::line;

/// Black on white, letter paper, and nothing from elsewhere. Its hash is in the policy: whoever changes a byte changes both.
pub(super) const STYLE: &str = "\
@page{size:letter;margin:0.6in}\
*{box-sizing:border-box}\
body{margin:0 auto;max-width:7.3in;font:10pt/1.3 Arial,Helvetica,sans-serif;color:#000;background:#fff}\
section+section{break-before:page}\
h1{margin:0 0 4pt;font-size:16pt}\
h2{margin:10pt 0 3pt;font-size:11pt;border-bottom:1pt solid #000}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 10pt;margin:0}\
dt{font-weight:bold}dd{margin:0}\
table{width:100%;table-layout:fixed;border-collapse:collapse;font-size:9pt}\
th:nth-child(1){width:0.8in}th:nth-child(2){width:1.5in}th:nth-child(3){width:1.05in}th:nth-child(4){width:1.2in}\
thead{display:table-header-group}\
tr,li,footer{break-inside:avoid}\
th,td{padding:2pt 4pt 2pt 0;text-align:left;vertical-align:top;border-bottom:0.5pt solid #888;overflow-wrap:anywhere;unicode-bidi:isolate}\
thead th{border-bottom:1pt solid #000}\
.tick{width:0.35in;padding-right:0;text-align:center}\
p,ol{margin:2pt 0}ol{padding-left:16pt}li{unicode-bidi:isolate}\
footer{margin-top:22pt}\
.sign{display:flex;gap:6pt;align-items:flex-end}\
.line{flex:1;border-bottom:1pt solid #000;height:14pt}.short{flex:0 0 1.6in}\
.small{font-size:8pt}\
@media screen{body{padding:0.4in 0.2in}}";

/// What a browser makes of [`STYLE`].
pub(super) const STYLE_HASH: &str = "sha256-7EH21OwQCPp/goPNo19BmGsdLxQ0bAHmHZo+2xEjSsU=";

/// Text that is neither a tag nor an entity nor invisible.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in line(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_policy_lets_this_style_in() {
        let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
        assert_eq!(STYLE_HASH, format!("sha256-{hash}"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains('<'));
    }
}
