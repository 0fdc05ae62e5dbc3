//! A host for web pages, on an origin of its own: the shipped files, and pages that a test writes.
//! Two of them stand for the desktop and for the host of the widget's script.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri, header};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[derive(Clone)]
struct Page {
    html: String,
    /// The page's Content-Security-Policy.
    policy: Option<String>,
}

/// Something that is served as a test says, whatever lies in the folder.
#[derive(Clone)]
struct Served {
    content_type: String,
    body: Vec<u8>,
}

struct Files {
    folder: PathBuf,
    served: Mutex<HashMap<String, Served>>,
    pages: Mutex<HashMap<String, Page>>,
}

/// A running host.
pub struct Pages {
    address: SocketAddr,
    files: Arc<Files>,
    server: JoinHandle<()>,
}

impl Pages {
    /// Serves the folder's files, from any free port.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start(folder: PathBuf) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let files = Arc::new(Files { folder, served: Mutex::default(), pages: Mutex::default() });
        let router = Router::new().fallback(serve).with_state(Arc::clone(&files));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the page host ended: {error}");
            }
        });
        Ok(Self { address, files, server })
    }

    /// `http://127.0.0.1:PORT`, without a slash.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the folder has under this path.
    ///
    /// # Errors
    /// There is no such file.
    pub async fn file(&self, path: &str) -> Result<Vec<u8>> {
        let file = self.files.folder.join(path.trim_start_matches('/'));
        tokio::fs::read(&file).await.with_context(|| format!("{} cannot be read", file.display()))
    }

    /// From now on this path is answered with this, for any origin; an empty type is none at all.
    pub fn serve(&self, path: &str, content_type: &str, body: impl Into<Vec<u8>>) {
        let served = Served { content_type: content_type.to_owned(), body: body.into() };
        self.files.served.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), served);
    }

    /// Adds a page, with its Content Security Policy.
    pub fn write(&self, path: &str, html: String, policy: Option<String>) {
        let mut pages = self.files.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(path.to_owned(), Page { html, policy });
    }

    /// Takes a page away again; a file of the same path is served from now on.
    pub fn forget(&self, path: &str) {
        self.files.pages.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(State(files): State<Arc<Files>>, uri: Uri) -> Response<Body> {
    let served = files.served.lock().unwrap_or_else(PoisonError::into_inner).get(uri.path()).cloned();
    if let Some(Served { content_type, body }) = served {
        let response = Response::builder().header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        let response =
            if content_type.is_empty() { response } else { response.header(header::CONTENT_TYPE, content_type) };
        return response.body(body.into()).unwrap_or_default();
    }
    let page = files.pages.lock().unwrap_or_else(PoisonError::into_inner).get(uri.path()).cloned();
    if let Some(page) = page {
        let response = Response::builder()
            .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        let response = match page.policy {
            Some(policy) => response.header(header::CONTENT_SECURITY_POLICY, policy),
            None => response,
        };
        return response.body(page.html.into()).unwrap_or_default();
    }
    let name = uri.path().trim_start_matches('/');
    let name = &if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.to_owned() };
    let inside = !name.split('/').any(|part| part == "..");
    match tokio::fs::read(files.folder.join(name)).await {
        Ok(content) if inside => Response::builder()
            .header(header::CONTENT_TYPE, content_type(name))
            // The script and its wasm are asked for from any desktop.
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .body(content.into())
            .unwrap_or_default(),
        _ => Response::builder().status(StatusCode::NOT_FOUND).body("not found".into()).unwrap_or_default(),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
