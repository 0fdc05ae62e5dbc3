//! The service behind PgBouncer in transaction mode: each transaction has another connection, and nothing stays on one.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use journey_api::auth::Role;
use serde_json::json;

use crate::database::{Database, fresh};
use crate::suite::{TestService, event};

/// A running PgBouncer; it ends with this.
struct Pooler {
    child: Child,
    url: String,
    _directory: tempfile::TempDir,
}

impl Pooler {
    /// Before that database, with two connections to it for however many clients.
    fn before(database: &str) -> Self {
        let (host, name) = database.split_once('@').and_then(|(_, rest)| rest.split_once('/')).expect("a database");
        let (host, port) = host.split_once(':').expect("a port");
        let own = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("pgbouncer.ini");
        let mut settings = std::fs::File::create(&file).expect("made");
        write!(
            settings,
            "[databases]\n{name} = host={host} port={port} dbname={name} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {own}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = 2\n\
             max_client_conn = 200\nignore_startup_parameters = extra_float_digits\n"
        )
        .expect("written");
        // It refuses to be root, and must be able to read its settings.
        std::fs::set_permissions(directory.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .expect("readable");
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        let mut command = Command::new("pgbouncer");
        if is_root {
            command.args(["-u", "postgres"]);
        }
        let mut child = command
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("these tests need PgBouncer: `apt-get install pgbouncer`");
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", own)).is_err() {
            assert_eq!(child.try_wait().expect("asked"), None, "PgBouncer ended");
            assert!(started.elapsed() < Duration::from_secs(20), "PgBouncer does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Self { child, url: format!("postgres://postgres@127.0.0.1:{own}/{name}"), _directory: directory }
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A service behind a pooler with another one beside it, on one database.
async fn two_behind(pooler: &Pooler, direct: &str) -> (TestService, TestService) {
    let start = async || {
        TestService::start_on(Database { url: pooler.url.clone() }, |config| {
            config.database_options.database_pooler = true;
            config.database_options.database_connections = 6;
            config.listen_database = Some(direct.to_owned());
        })
        .await
    };
    let (mut first, mut second) = (start().await, start().await);
    let body = json!({"name": "Main", "description": ""});
    first.call(reqwest::Method::POST, Role::Admin, "/admin/v1/api/workspace", Some(body)).await.expect(200);
    first.workspace = first.workspaces().await[0]["id"].as_str().expect("an id").to_owned();
    second.workspace.clone_from(&first.workspace);
    (first, second)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PgBouncer; `cargo xtask test` runs it where it is installed"]
async fn behind_a_pooler_in_transaction_mode_everything_is_stored_found_and_heard() {
    let direct = fresh().await.url;
    let pooler = Pooler::before(&direct);
    let (first, second) = two_behind(&pooler, &direct).await;
    let mut stream = second.open("/v1/api/events/stream/workspace-id/{ws}/identity/person-0%40example.com").await;
    // Many statements at once on the two connections that the pooler has: each meets what others left there.
    let publishing = (0..40).map(|number| {
        let service = if number % 2 == 0 { &first } else { &second };
        let identity = format!("person-{}@example.com", number % 8);
        service.publish(event(&number.to_string(), "Order", &identity, json!({"number": number})))
    });
    let reading = (0..60).map(|number| {
        let service = if number % 2 == 0 { &first } else { &second };
        async move {
            let identity = format!("person-{}@example.com", number % 8);
            service.history(&[("identity", &identity), ("filter", "type=='Order'")]).await;
            service.get("/admin/v1/api/person/workspace-id/{ws}?sortBy=firstName").await.expect(200);
        }
    });
    tokio::join!(futures_util::future::join_all(publishing), futures_util::future::join_all(reading));
    let mut heard: Vec<String> = Vec::new();
    while heard.len() < 5 {
        heard.push(stream.data().await["id"].to_string());
    }
    assert_eq!(first.history(&[]).await.len(), 40);
    assert_eq!(second.history(&[("data", "number==7")]).await.len(), 1);
    let persons = second.get("/admin/v1/api/person/workspace-id/{ws}").await.expect(200);
    assert_eq!(persons["data"].as_array().map(Vec::len), Some(8));
    // Nothing was left on the connections behind the pooler.
    let pool = Database { url: direct }.open().await;
    let (connections,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .fetch_one(&pool)
    .await
    .expect("counted");
    assert!(connections <= 4, "{connections}: two of the pooler, and one for each replica to hear by");
    pool.close().await;
    first.stop().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PgBouncer; `cargo xtask test` runs it where it is installed"]
async fn a_page_far_into_a_history_and_a_profile_are_the_same_through_a_pooler() {
    let direct = fresh().await.url;
    let pooler = Pooler::before(&direct);
    let (first, _second) = two_behind(&pooler, &direct).await;
    let pool = Database { url: direct.clone() }.open().await;
    let sql = "INSERT INTO events (workspace_id, lookup, identity, id, type, source, time, received_at, body) \
               SELECT $1, 'zoe', 'zoe', 'e' || i, 'Order', 'x', 1772359200000 + i * 60000, 0, '{\"id\":\"e' || i || '\"}' \
               FROM generate_series(1, 6000) AS n (i)";
    sqlx::query(sql).bind(&first.workspace).execute(&pool).await.expect("filled");
    let sql = "INSERT INTO event_counts SELECT workspace_id, 'all', '', hours, time / (hours * 3600000), 0, COUNT(*) \
               FROM events CROSS JOIN (VALUES (1), (24)) AS lengths (hours) GROUP BY 1, 4, 5";
    sqlx::query(sql).execute(&pool).await.expect("counted");
    let page = [("page", "55"), ("pageSize", "100")];
    let through = first.history(&page).await;
    let straight = {
        let mut direct = TestService::start_on(Database { url: direct }, |_| ()).await;
        direct.workspace.clone_from(&first.workspace);
        direct.history(&page).await
    };
    assert_eq!(through.len(), 100);
    assert_eq!(through, straight);
    pool.close().await;
}
