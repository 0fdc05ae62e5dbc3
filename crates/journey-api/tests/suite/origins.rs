//! Which pages may call from a browser.

use reqwest::Method;

use super::harness::TestService;

const PATH: &str = "/v1/api/events/workspace-id/{ws}";
const DESKTOP: &str = "https://desktop.example.com";

#[tokio::test]
async fn a_named_origin_may_call_and_another_may_not() {
    let service = TestService::start_with(|config| config.allowed_origins = vec![DESKTOP.to_owned()]).await;
    for (origin, allowed) in [(DESKTOP, true), ("https://evil.example.com", false), ("http://127.0.0.1:8080", false)] {
        let preflight = service
            .request(Method::OPTIONS, PATH)
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization,content-type");
        let answer = service.send(preflight).await;
        assert_eq!(answer.headers.get("access-control-allow-origin").is_some(), allowed, "{origin}");
        if allowed {
            let headers = answer.headers["access-control-allow-headers"].to_str().expect("text").to_lowercase();
            assert!(headers.contains("authorization") && headers.contains("content-type"), "{headers}");
            assert!(answer.headers.contains_key("access-control-max-age"));
        }
        let refused = service.send(service.request(Method::GET, PATH).header("origin", origin)).await;
        assert_eq!(refused.headers.get("access-control-allow-origin").is_some(), allowed, "an error is readable too");
        if allowed {
            let exposed = refused.headers["access-control-expose-headers"].to_str().expect("text").to_lowercase();
            assert!(exposed.contains("retry-after") && exposed.contains("trackingid"), "{exposed}");
        }
        refused.refused(401);
    }
}

#[tokio::test]
async fn preview_tokens_open_the_service_to_the_preview_page() {
    let service = TestService::start_with(|config| config.preview_tokens = true).await;
    for origin in ["http://127.0.0.1:8080", "http://localhost:8080"] {
        let answer = service.send(service.request(Method::GET, "/health/live").header("origin", origin)).await;
        assert_eq!(answer.headers["access-control-allow-origin"], origin);
    }
}
