// What the pages say, in every language of the widget.
import ar from "./pages/ar.json" with { type: "json" };
import de from "./pages/de.json" with { type: "json" };
import en from "./pages/en.json" with { type: "json" };
import es from "./pages/es.json" with { type: "json" };
import fr from "./pages/fr.json" with { type: "json" };
import he from "./pages/he.json" with { type: "json" };
import it from "./pages/it.json" with { type: "json" };
import ja from "./pages/ja.json" with { type: "json" };
import ko from "./pages/ko.json" with { type: "json" };
import nl from "./pages/nl.json" with { type: "json" };
import pl from "./pages/pl.json" with { type: "json" };
import ptBR from "./pages/pt-BR.json" with { type: "json" };
import zhHans from "./pages/zh-Hans.json" with { type: "json" };
import zhHant from "./pages/zh-Hant.json" with { type: "json" };

export const WORDS = {
  ar,
  de,
  en,
  es,
  fr,
  he,
  it,
  ja,
  ko,
  nl,
  pl,
  "pt-BR": ptBR,
  "zh-Hans": zhHans,
  "zh-Hant": zhHant,
};
