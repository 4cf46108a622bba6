"""How long the pages keep a browser busy: printed by `bench/run pages`, judged by nobody.

Three hundred real records; the cold page of a search, and the list under a box that is typed into.
"""

import statistics
import tempfile
from pathlib import Path

from browser import Tab, chromium, tab
from playwright.sync_api import Browser, expect
from service import Service, run_cli

RECORDS = Path(__file__).parents[1] / "data/loc_por_300.mrc"
TIMES = 10
# Between the last key and the change of the list, in milliseconds.
WATCH = """() => {
  new MutationObserver(() => { window.came = performance.now(); })
    .observe(document.getElementById("lista-viva"), {childList: true});
  document.getElementById("q")
    .addEventListener("input", () => { window.typed = performance.now(); });
}"""


def main_thread_ms(browser: Browser, url: str) -> float:
    """CPU time of the main thread for one cold page."""
    with tab(browser, url) as opened:
        session = opened.context.new_cdp_session(opened.page)
        session.send("Performance.enable")
        opened.open("/busca?q=brasil")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(it["value"] for it in metrics if it["name"] == "ThreadTime")


def wait_ms(opened: Tab, word: str) -> float:
    page = opened.page
    page.get_by_test_id("busca").fill(word)
    expect(page.get_by_test_id("resumo")).to_contain_text(f"“{word}”")
    return page.evaluate("window.came - window.typed")


def main() -> None:
    with tempfile.TemporaryDirectory() as root, chromium() as browser:
        folder = Path(root) / "catalogue"
        folder.mkdir()
        done = run_cli("import", RECORDS, "--database", folder / "livros.db")
        assert done.returncode in (0, 3), done.stderr
        with Service(folder) as service:
            service.await_ready()
            busy = [main_thread_ms(browser, service.url) for _ in range(TIMES)]
            with tab(browser, service.url) as opened:
                opened.open("/").evaluate(WATCH)
                words = ("brasil", "historia", "machado", "lisboa", "poesia")
                waits = [wait_ms(opened, word) for word in words]
    print("| what | median, ms | least | most |\n|---|---|---|---|")
    for name, spent in (
        ("CPU of the main thread, cold search page", busy),
        ("last key to new list", waits),
    ):
        print(f"| {name} | {statistics.median(spent):.0f} | {min(spent):.0f} | {max(spent):.0f} |")


if __name__ == "__main__":
    main()
