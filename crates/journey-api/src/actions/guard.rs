//! Resolves the names of webhooks, and keeps back what they may not lead to. The client asks at each connection, and connects
//! to nothing but what is answered here: a name that leads elsewhere by then leads nowhere.

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Targets;

/// Asks for the addresses of a name.
pub(super) type LookUp = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync>;

/// The resolver of webhooks.
#[derive(Clone)]
pub(super) struct Guard {
    targets: Targets,
    look_up: LookUp,
}

/// All addresses of a name are inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that webhooks may not reach")]
pub(super) struct Inside;

impl Guard {
    pub(super) fn new(targets: Targets) -> Self {
        Self::asking(targets, Arc::new(|name| Box::pin(system(name))))
    }

    fn asking(targets: Targets, look_up: LookUp) -> Self {
        Self { targets, look_up }
    }
}

/// As the system resolves it: the file of hosts, DNS, and what else it is told.
async fn system(name: String) -> std::io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((name, 0)).await?.collect())
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let name = name.as_str();
            let mut addresses = (guard.look_up)(name.to_owned()).await?;
            let found = addresses.len();
            addresses.retain(|address| guard.targets.admits(name, address.ip()));
            if addresses.is_empty() && found > 0 {
                return Err(Inside.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Whether a call failed because of where its name leads.
pub(super) fn is_inside(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Inside>() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::actions::deliver::client;

    /// A client whose names lead to what is said, answer by answer, and which tells how a call went: "inside" or "tried".
    async fn outcome(client: &reqwest::Client, url: &str) -> &'static str {
        match client.get(url).send().await {
            Ok(_) => "answered",
            Err(error) if is_inside(&error) => "inside",
            Err(_) => "tried",
        }
    }

    fn leading_to(allowed: &[&str], answers: Vec<Vec<SocketAddr>>) -> reqwest::Client {
        let allowed = allowed.iter().map(|text| text.parse().expect("a target")).collect();
        let answers = Mutex::new(answers.into_iter());
        let look_up: LookUp = Arc::new(move |_| {
            let next = answers.lock().expect("whole").next().expect("no more look-ups than that");
            Box::pin(async move { Ok(next) })
        });
        client(Guard::asking(Targets::Public(allowed), look_up)).expect("a client")
    }

    /// A server that answers each connection once and closes it, and counts them.
    async fn server() -> (SocketAddr, Arc<Mutex<usize>>) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(Mutex::new(0));
        let counted = connections.clone();
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                *counted.lock().expect("whole") += 1;
                let mut bytes = [0; 1024];
                let _ = connection.read(&mut bytes).await;
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                let _ = connection.write_all(answer).await;
            }
        });
        (address, connections)
    }

    fn inside(port: u16) -> Vec<SocketAddr> {
        vec![SocketAddr::from(([127, 0, 0, 1], port)), SocketAddr::from(([10, 0, 0, 1], port))]
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_by_now_is_not_connected_to_although_it_led_elsewhere_before() {
        let (address, connections) = server().await;
        // What it leads to first is allowed, and nothing listens there.
        let allowed: SocketAddr = "127.0.0.2:0".parse().expect("an address");
        let answers = vec![vec![allowed], inside(0), vec![allowed], [inside(0), vec![allowed]].concat(), inside(0)];
        let client = leading_to(&["127.0.0.2"], answers);
        let url = format!("http://hooks.example.com:{}/", address.port());
        for expected in ["tried", "inside", "tried", "tried", "inside"] {
            assert_eq!(outcome(&client, &url).await, expected);
        }
        assert_eq!(*connections.lock().expect("whole"), 0);
    }

    #[tokio::test]
    async fn an_allowed_name_or_network_is_connected_to() {
        let (address, connections) = server().await;
        let url = format!("http://hooks.example.com:{}/", address.port());
        for allowed in ["hooks.example.com", "127.0.0.0/8"] {
            let client = leading_to(&[allowed], vec![inside(0)]);
            assert_eq!(outcome(&client, &url).await, "answered", "{allowed}");
        }
        for other in ["example.com", "x.hooks.example.com", "192.168.0.0/16", "127.0.0.1:80", ":8443"] {
            let client = leading_to(&[other], vec![inside(0)]);
            assert_eq!(outcome(&client, &url).await, "inside", "{other}");
        }
        assert_eq!(*connections.lock().expect("whole"), 2);
    }
}
