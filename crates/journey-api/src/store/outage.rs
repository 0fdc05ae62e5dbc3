//! Which errors are the database's trouble, and not the caller's or the service's fault: they pass, and whoever comes back
//! later is served.

use sqlx::sqlite::SqliteError;

use super::file::FileGone;

/// In words, what the trouble is; `None`: it is another kind of error.
pub(crate) fn outage(error: &sqlx::Error) -> Option<&'static str> {
    match error {
        sqlx::Error::Io(error) if error.get_ref().is_some_and(|cause| cause.is::<FileGone>()) => {
            Some("The file of the database is gone, or another one is in its place")
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Some("The database does not answer"),
        sqlx::Error::Database(error) => match error.try_downcast_ref::<SqliteError>() {
            Some(_) => of_sqlite(error.code()?.parse().ok()?),
            None => of_postgres(&error.code()?),
        },
        _ => None,
    }
}

/// By the result code, whose lowest byte says the kind.
fn of_sqlite(code: i32) -> Option<&'static str> {
    match code & 0xff {
        5 | 6 => Some("The database is locked by somebody else"),
        8 => Some("The database can only be read"),
        10 | 14 => Some("The disk of the database fails"),
        11 | 26 => Some("The file of the database is damaged"),
        13 => Some("The disk of the database is full"),
        _ => None,
    }
}

/// By SQLSTATE. Conflicts between transactions (40001, 40P01) are none: the same again may go well at once.
fn of_postgres(code: &str) -> Option<&'static str> {
    match code {
        "53100" => Some("The disk of the database is full"),
        "25006" => Some("The database can only be read"),
        "55P03" => Some("The database is locked by somebody else"),
        "57014" => Some("The database took too long"),
        "58030" => Some("The disk of the database fails"),
        _ if ["08", "53", "57", "58"].contains(&code.get(..2)?) => Some("The database does not answer"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_of_the_database_is_told_from_faults_of_statements() {
        for (code, words) in [(13, "full"), (5, "locked"), (261, "locked"), (8, "read"), (1032, "read"), (778, "fails")]
        {
            assert!(of_sqlite(code).is_some_and(|said| said.contains(words)), "{code}");
        }
        for code in [1, 19, 787, 2067, 18, 20] {
            assert_eq!(of_sqlite(code), None, "{code}");
        }
        for code in ["53100", "53300", "57P01", "57P03", "08006", "25006"] {
            assert!(of_postgres(code).is_some(), "{code}");
        }
        for code in ["40001", "40P01", "23505", "23503", "22021", "42601", ""] {
            assert_eq!(of_postgres(code), None, "{code}");
        }
    }
}
