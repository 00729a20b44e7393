// Adds up each list of the ballot while it is being filled. The server checks every limit again.
for (const form of document.querySelectorAll("[data-ballot]")) {
  const grouped = (lari) => String(lari).replace(/\B(?=(\d{3})+$)/g, form.dataset.separator);
  const money = (tetri) => `${tetri < 0 ? "−" : ""}${grouped(Math.floor(Math.abs(tetri) / 100))}\u00a0₾`;
  const show = (tally) => {
    const boxes = [...form.querySelectorAll(`[data-list="${tally.dataset.tally}"] [name=choice]:checked`)];
    const { most, envelope } = tally.dataset;
    const left = Number(envelope || 0) - boxes.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    tally.querySelector("[data-chosen]").textContent = boxes.length;
    const amount = tally.querySelector("[data-left]");
    if (amount) amount.textContent = money(left);
    const isTooMany = Boolean(most) && boxes.length > Number(most);
    tally.classList.toggle("over", isTooMany || (Boolean(envelope) && left < 0));
    tally.hidden = false;
  };
  const tallies = [...form.querySelectorAll("[data-tally]")];
  form.addEventListener("change", () => tallies.forEach(show));
  tallies.forEach(show);
}
