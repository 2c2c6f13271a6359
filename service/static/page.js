// What JavaScript adds to a page that works without it: the "/" key, copying a quotation, a short contents on phones.

const searchBox = document.getElementById("q");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !searchBox) return;
  event.preventDefault();
  searchBox.focus();
  searchBox.select();
});

// On an intranet without https the clipboard interface is missing; the old command still works there.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "hidden";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("the browser refused to copy");
}

for (const button of document.querySelectorAll("button.copy")) {
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    button.textContent = await copy(button.dataset.copy).then(() => "已复制", () => "未能复制，请手动选取");
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 860px)").matches) contents.open = false;
