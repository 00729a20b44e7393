// What is saving itself is sent when that is done: a new page would be stored twice. What was sent saves itself no more.
let isSaving = false;
let isSent = false;
let send = null;

addEventListener("w-autosave:save", (event) => {
  if (isSent) event.preventDefault();
  isSaving = !event.defaultPrevented;
});

for (const end of ["success", "error"]) {
  addEventListener(`w-autosave:${end}`, () => {
    isSaving = false;
    send?.();
  });
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-edit-form]")) return;
  isSent = !isSaving;
  if (isSent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  send = () => {
    const { name, value } = event.submitter ?? {}; // by now the button is disabled, and a disabled one says nothing
    if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    send = null;
    form.requestSubmit();
  };
}, { capture: true });
