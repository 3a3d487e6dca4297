//! Addresses: which are of the open net, and what a relative one means.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Finds the addresses of hosts, and refuses those that are not of the open net. Every connection
/// asks it, so that neither a redirect nor a name that answers otherwise the second time gets by.
#[derive(Debug)]
pub(crate) struct OpenNet(pub(crate) DefaultResolver);

impl Resolver for OpenNet {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        // A name with one private address among public ones is refused whole: it is no slip.
        match found.iter().find(|address| is_private(address.ip())) {
            Some(address) => Err(ureq::Error::Other(Box::new(Private(address.ip().to_string())))),
            None => Ok(found),
        }
    }
}

/// An address that is not of the open net.
#[derive(Debug)]
pub(crate) struct Private(pub(crate) String);

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not of the open net", self.0)
    }
}

impl std::error::Error for Private {}

/// The private address that a host is, or that its name is known to have here. For hosts that a
/// proxy looks up, of whom nothing may be known here.
pub(crate) fn private_of(host: &str) -> Option<Private> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = (host, 80).to_socket_addrs().ok()?.map(|address| address.ip()).find(|ip| is_private(*ip));
    found.map(|ip| Private(ip.to_string()))
}

/// Whether an address is of this machine or of a net that is not open to all.
pub(crate) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (b == 18 || b == 19)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match parts {
        // What carries an address of the older kind is as that is.
        [0, 0, 0, 0, 0, 0 | 0xFFFF, high, low] => is_private_v4(v4(high, low)),
        [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => is_private_v4(v4(high, low)),
        [0x2002, high, low, ..] => is_private_v4(v4(high, low)),
        [first, ..] => first & 0xE000 != 0x2000 || parts[..2] == [0x2001, 0xDB8],
    }
}

/// The address that a redirect from `base` leads to.
pub(crate) fn joined(base: &str, to: &str) -> String {
    let to = to.trim();
    let scheme_end = to
        .find(':')
        .filter(|end| to[..*end].bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)));
    if scheme_end.is_some_and(|end| end > 0) {
        return to.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else { return to.to_owned() };
    if let Some(host) = to.strip_prefix("//") {
        return format!("{scheme}://{host}");
    }
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    if to.starts_with('/') {
        return format!("{scheme}://{host}{to}");
    }
    let path = path.split(['?', '#']).next().unwrap_or("");
    if to.starts_with('?') {
        return format!("{scheme}://{host}{path}{to}");
    }
    let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
    format!("{scheme}://{host}{folder}{to}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_of_the_open_net() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(is_private(ip.parse().unwrap()), "{ip}");
        }
        for ip in
            ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(!is_private(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn where_redirects_lead() {
        for (to, wanted) in [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example/x", "http://b.example/x"),
            ("/x", "http://a.example/x"),
            ("x", "http://a.example/c/x"),
            ("?x", "http://a.example/c/d?x"),
            ("file:///etc/passwd", "file:///etc/passwd"),
        ] {
            assert_eq!(joined("http://a.example/c/d?e=/f", to), wanted);
        }
        assert_eq!(joined("http://a.example", "x"), "http://a.example/x");
    }
}
