//! The layouts that come with the page. Pure, so that a test can hold it against the folder.

/// File in `layouts/`, and its name in the list.
pub(crate) const SHIPPED: [(&str, &str); 6] = [
    ("agent.json", "Agent"),
    ("supervisor.json", "Supervisor"),
    ("side-navigation.json", "Side navigation"),
    ("minimal.json", "Minimal"),
    ("own-name.json", "Own name"),
    ("side-by-side.json", "Side by side"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_layout_of_the_folder_can_be_chosen() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder of layouts")
            .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, SHIPPED.iter().map(|(file, _)| (*file).to_owned()).collect());
    }
}
