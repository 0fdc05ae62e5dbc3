//! How many connections there are, in all and by address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The connections that are open. Cheap to clone.
#[derive(Clone)]
pub(super) struct Counts {
    most: usize,
    most_per_address: usize,
    open: Arc<Mutex<Open>>,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// An open connection; counted until it is dropped.
pub(super) struct Counted {
    counts: Counts,
    address: IpAddr,
}

impl Counts {
    pub(super) fn new(most: usize, most_per_address: usize) -> Self {
        Self { most, most_per_address, open: Arc::default() }
    }

    /// Counts a connection until what is returned is dropped; `None`: it is one too many.
    pub(super) fn open(&self, address: IpAddr) -> Option<Counted> {
        let address = customer(address);
        let mut open = self.lock();
        let of_address = open.by_address.get(&address).copied().unwrap_or_default();
        if open.all >= self.most || of_address >= self.most_per_address {
            return None;
        }
        open.all += 1;
        open.by_address.insert(address, of_address + 1);
        Some(Counted { counts: self.clone(), address })
    }

    /// A panic elsewhere leaves numbers that are still right: each change of them is one call.
    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.counts.lock();
        open.all = open.all.saturating_sub(1);
        let left = open.by_address.get(&self.address).map_or(0, |count| count.saturating_sub(1));
        if left == 0 {
            open.by_address.remove(&self.address);
        } else {
            open.by_address.insert(self.address, left);
        }
    }
}

/// Whom an address belongs to: of IPv6, everybody has 2⁶⁴.
fn customer(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_counted_in_all_and_by_address_until_they_end() {
        let counts = Counts::new(4, 2);
        let open = |address: &str| counts.open(address.parse().expect("an address"));
        let first = open("192.0.2.1").expect("one");
        let second = open("::ffff:192.0.2.1").expect("another of the same");
        assert!(open("192.0.2.1").is_none());
        let third = open("2001:db8::1").expect("of another");
        let fourth = open("2001:db8::2").expect("its second");
        assert!(open("192.0.2.2").is_none(), "too many in all");
        drop(first);
        assert!(open("2001:db8::ffff").is_none(), "too many of that network");
        let fifth = open("192.0.2.2").expect("there is room");
        drop((second, third, fourth, fifth));
        let open = counts.lock();
        assert_eq!((open.all, open.by_address.len()), (0, 0));
    }
}
