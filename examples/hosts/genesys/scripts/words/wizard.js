// What the wizard says beside that, in every language of the widget.
import ar from "./wizard/ar.json" with { type: "json" };
import de from "./wizard/de.json" with { type: "json" };
import en from "./wizard/en.json" with { type: "json" };
import es from "./wizard/es.json" with { type: "json" };
import fr from "./wizard/fr.json" with { type: "json" };
import he from "./wizard/he.json" with { type: "json" };
import it from "./wizard/it.json" with { type: "json" };
import ja from "./wizard/ja.json" with { type: "json" };
import ko from "./wizard/ko.json" with { type: "json" };
import nl from "./wizard/nl.json" with { type: "json" };
import pl from "./wizard/pl.json" with { type: "json" };
import ptBR from "./wizard/pt-BR.json" with { type: "json" };
import zhHans from "./wizard/zh-Hans.json" with { type: "json" };
import zhHant from "./wizard/zh-Hant.json" with { type: "json" };

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
