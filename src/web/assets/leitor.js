// Reading pages: what a script adds to them. They work without it.

const year_seconds = 365 * 24 * 60 * 60;

// The theme is a cookie, so that the server writes it into the next page and nothing flashes.
function choose_theme(theme) {
  const root = document.documentElement;
  if (theme === "sistema") {
    delete root.dataset.tema;
  } else {
    root.dataset.tema = theme;
  }
  document.cookie = `livros_tema=${theme}; Path=/; Max-Age=${year_seconds}; SameSite=Lax`;
  for (const link of document.querySelectorAll("[data-muda-tema]")) {
    if (link.dataset.mudaTema === theme) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-muda-tema]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    choose_theme(link.dataset.mudaTema);
  }
});
