// Shows proposals like the one whose title is being typed. Without JavaScript they appear on the next screens.
const PAUSE_MS = 600;

for (const place of document.querySelectorAll("[data-similar]")) {
  const field = document.getElementById(place.dataset.watched);
  let soon, asked = "";
  const ask = async () => {
    const title = field.value.trim();
    if (title === asked || title.length < 4) return;
    asked = title;
    const answer = await fetch(`${place.dataset.similar}?${new URLSearchParams({ title })}`).catch(() => null);
    if (answer?.ok && title === asked) place.innerHTML = await answer.text();
  };
  field.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(ask, PAUSE_MS); });
}
