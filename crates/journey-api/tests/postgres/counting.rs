//! What a service has read, as it is seen on its way to the database.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A way to the database that counts how often something is read on it of events and of who they are. What a service looks for
/// every second, however busy it is, is not counted.
pub(crate) async fn counting_way(database: &str) -> (String, Arc<AtomicUsize>) {
    let at = database.find('@').map_or(0, |at| at + 1);
    let (host, name) = database[at..].split_once('/').expect("a database");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = listener.local_addr().expect("an address");
    let (reads, host) = (Arc::new(AtomicUsize::new(0)), host.to_owned());
    let url = format!("{}{here}/{name}", &database[..at]);
    let counted = reads.clone();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let (far, counted) = (TcpStream::connect(&host).await.expect("the server"), counted.clone());
            let ((mut said, mut heard), (mut answers, mut asked)) = (near.into_split(), far.into_split());
            tokio::spawn(async move { tokio::io::copy(&mut answers, &mut heard).await });
            tokio::spawn(async move {
                // First the length and the rest of it; then messages, each with its kind before the length.
                let (mut is_first, mut prepared) = (true, HashMap::new());
                loop {
                    let mut head = vec![0; if is_first { 4 } else { 5 }];
                    if said.read_exact(&mut head).await.is_err() {
                        return;
                    }
                    let length = head[head.len() - 4..].try_into().map(u32::from_be_bytes).expect("four bytes");
                    let mut rest = vec![0; length as usize - 4];
                    if said.read_exact(&mut rest).await.is_err() {
                        return;
                    }
                    if !is_first && is_read(head[0], &rest, &mut prepared) {
                        counted.fetch_add(1, Ordering::SeqCst);
                    }
                    head.append(&mut rest);
                    if asked.write_all(&head).await.is_err() {
                        return;
                    }
                    is_first = false;
                }
            });
        }
    });
    (url, reads)
}

/// Whether a message of a client has something read of events and of who they are; which statements would, by their names.
fn is_read(kind: u8, message: &[u8], prepared: &mut HashMap<String, bool>) -> bool {
    let mut texts = message.split(|byte| *byte == 0).map(|text| String::from_utf8_lossy(text).into_owned());
    let mut next = || texts.next().unwrap_or_default();
    let is_of_them = |sql: &str| ["FROM events", "FROM identities", "FROM persons"].iter().any(|of| sql.contains(of));
    match kind {
        b'P' => {
            let (name, sql) = (next(), next());
            prepared.insert(name, is_of_them(&sql));
            false
        }
        b'B' => {
            let (_portal, name) = (next(), next());
            prepared.get(&name).copied().unwrap_or_default()
        }
        b'Q' => is_of_them(&next()),
        _ => false,
    }
}
