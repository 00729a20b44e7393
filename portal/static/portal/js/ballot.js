// Adds up the ballot while it is being filled. The server checks every limit again.
for (const form of document.querySelectorAll("[data-ballot]")) {
  const tally = form.querySelector("[data-tally]");
  const boxes = [...form.querySelectorAll("[name=choice]")];
  const envelope = Number(form.dataset.envelope || 0);
  const most = Number(form.dataset.most || 0);
  const grouped = (lari) => String(lari).replace(/\B(?=(\d{3})+$)/g, form.dataset.separator);
  const show = () => {
    const chosen = boxes.filter((box) => box.checked);
    const left = envelope - chosen.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    form.querySelector("[data-chosen]").textContent = chosen.length;
    const amount = form.querySelector("[data-left]");
    if (amount) amount.textContent = `${grouped(Math.floor(left / 100))}\u00a0₾`;
    tally.classList.toggle("over", (most && chosen.length > most) || (envelope && left < 0));
    tally.hidden = false;
  };
  form.addEventListener("change", show);
  show();
}
