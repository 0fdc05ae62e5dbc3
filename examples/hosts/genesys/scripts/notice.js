// A line at the top of a page: what is the matter, and what can be done about it.

/** Shows it in place of another of the same name; without words there is none. */
export const notice = (name, words, button) => {
  document.querySelector(`.notice[data-name="${name}"]`)?.remove();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "notice";
  line.dataset.name = name;
  line.setAttribute("role", "status");
  line.append(words);
  if (button) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = button.words;
    element.addEventListener("click", button.onClick);
    line.append(element);
  }
  document.querySelector("main h1").after(line);
};
