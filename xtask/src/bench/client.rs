//! A small HTTP client: it must cost as little as it can of the machine that it measures.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::servers::Service;

/// One connection, kept open.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Connection {
    pub(super) fn open(service: &Service, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(&service.address).context("the service does not listen")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), token: token.to_owned() })
    }

    /// Without a token, for what has headers of its own.
    pub(super) fn to(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).context("the service does not listen")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), token: String::new() })
    }

    fn send(&mut self, method: &str, path: &str, body: &str) -> Result<()> {
        let token = format!("Bearer {}", self.token);
        self.send_with(method, path, &[("Authorization", token)], body)
    }

    fn send_with(&mut self, method: &str, path: &str, headers: &[(&str, String)], body: &str) -> Result<()> {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
        Ok(self.stream.get_mut().write_all(request.as_bytes())?)
    }

    /// The status, and how long the body is where that is said.
    fn head(&mut self) -> Result<(u16, Option<usize>)> {
        let (mut status, mut length, mut line) = (0, None, String::new());
        loop {
            line.clear();
            ensure!(self.stream.read_line(&mut line)? > 0, "the service closed the connection");
            let text = line.trim_end();
            if text.is_empty() {
                return Ok((status, length));
            }
            if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).and_then(|code| code.parse().ok()).context("no status")?;
            } else if let Some((name, value)) = text.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = Some(value.trim().parse()?);
            }
        }
    }

    /// Asks, and reads the whole answer.
    pub(super) fn call(&mut self, method: &str, path: &str, body: &str) -> Result<(u16, Vec<u8>)> {
        self.send(method, path, body)?;
        self.answer(path)
    }

    /// Likewise with these headers alone.
    pub(super) fn call_with(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> Result<(u16, Vec<u8>)> {
        self.send_with(method, path, headers, body)?;
        self.answer(path)
    }

    fn answer(&mut self, path: &str) -> Result<(u16, Vec<u8>)> {
        let (status, length) = self.head()?;
        let mut answer = vec![0; length.with_context(|| format!("{path}: no Content-Length"))?];
        self.stream.read_exact(&mut answer)?;
        Ok((status, answer))
    }

    /// Asks for something that must go well.
    pub(super) fn json(&mut self, method: &str, path: &str, body: &str) -> Result<Value> {
        let (status, answer) = self.call(method, path, body)?;
        if !(200..300).contains(&status) {
            bail!("{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
        }
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Opens a stream; its lines are read by [`Self::line`].
    pub(super) fn open_stream(&mut self, path: &str) -> Result<()> {
        self.send("GET", path, "")?;
        let (status, _) = self.head()?;
        ensure!(status == 200, "{path}: {status}");
        Ok(())
    }

    /// The next line of a stream; `None`: it ended. Frames of the transfer encoding are lines too.
    pub(super) fn line(&mut self) -> Result<Option<String>> {
        let mut line = String::new();
        Ok((self.stream.read_line(&mut line)? > 0).then_some(line))
    }

    /// From another thread: makes [`Self::line`] end.
    pub(super) fn closer(&self) -> Result<TcpStream> {
        Ok(self.stream.get_ref().try_clone()?)
    }
}

/// What every measurement asks of: a token, a workspace, a template.
pub(super) struct Api {
    pub(super) token: String,
    pub(super) workspace: String,
}

impl Api {
    /// Creates them.
    pub(super) fn prepare(service: &Service) -> Result<Self> {
        let token = service.token()?;
        let mut connection = Connection::open(service, &token)?;
        let body = json!({"name": "Bench", "description": "measured"}).to_string();
        connection.json("POST", "/admin/v1/api/workspace", &body)?;
        let all = connection.json("GET", "/admin/v1/api/workspace", "")?;
        let workspace = all["data"][0]["id"].as_str().context("no workspace")?.to_owned();
        let attribute = |kind: &str, days: u32, mode: &str| {
            json!({"version": "0.1", "event": kind, "metaDataType": "string", "metaData": "category", "limit": 100,
                "displayName": kind, "lookBackDurationType": "days", "lookBackPeriod": days, "aggregationMode": mode,
                "verbose": false})
        };
        let attributes = [
            attribute("Payment", 3650, "Count"),
            attribute("task:new", 3650, "Count"),
            attribute("Order", 3650, "Distinct"),
        ];
        let body = json!({"name": "bench", "attributes": attributes}).to_string();
        connection.json("POST", &format!("/admin/v1/api/profile-view-template/workspace-id/{workspace}"), &body)?;
        Ok(Self { token, workspace })
    }

    pub(super) fn connection(&self, service: &Service) -> Result<Connection> {
        Connection::open(service, &self.token)
    }

    /// The path of a history with that query.
    pub(super) fn history(&self, query: &str) -> String {
        format!("/v1/api/events/workspace-id/{}?{query}", self.workspace)
    }
}
