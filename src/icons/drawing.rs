//! A built-in icon's drawing, as the icon library has it: shapes that stand side by side (`<path d="…" /><circle … />`).
//!
//! Read here and not by the browser: a page that requires trusted types lets nobody hand it markup.

/// One shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// `path`, `circle` …
    pub tag: &'static str,
    /// In the order in which they are written.
    pub attributes: Vec<(&'static str, &'static str)>,
}

/// The shapes of a drawing. The library writes neither shapes in shapes nor texts nor entities.
pub fn shapes(drawing: &'static str) -> impl Iterator<Item = Shape> {
    drawing.split('<').filter_map(|written| {
        let inside = written.split("/>").next().unwrap_or_default().trim();
        let (tag, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        (!tag.is_empty()).then(|| Shape { tag, attributes: named_texts(attributes) })
    })
}

fn named_texts(written: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let mut rest = written;
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((text, further)) = after.split_once('"') else { break };
        found.push((name.trim(), text));
        rest = further;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_shape_has_its_name_and_its_attributes() {
        let drawing = "<path d=\"M3.5 13h6\" />\n<circle cx=\"12\" cy=\"12\" r=\"10\" /><line x1=\"1\" x2=\"2\"\ty1=\"3\" y2=\"4\"/>";
        let read: Vec<_> = shapes(drawing).map(|shape| (shape.tag, shape.attributes)).collect();
        assert_eq!(
            read,
            [
                ("path", vec![("d", "M3.5 13h6")]),
                ("circle", vec![("cx", "12"), ("cy", "12"), ("r", "10")]),
                ("line", vec![("x1", "1"), ("x2", "2"), ("y1", "3"), ("y2", "4")]),
            ]
        );
    }

    #[test]
    fn what_is_no_drawing_has_no_shapes() {
        assert_eq!(shapes("").count(), 0);
        assert_eq!(shapes(" \n").count(), 0);
        assert_eq!(shapes("<path d=\"M1").map(|shape| shape.attributes.len()).collect::<Vec<_>>(), [0]);
    }
}
