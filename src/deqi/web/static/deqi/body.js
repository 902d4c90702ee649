// Makes the drawn body answer: each area or point stands for an input of the list beside
// it, which works alone where no script runs. One tab stop; arrows go to what lies next.
"use strict";

(() => {
  const DIRECTIONS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  function centre(part) {
    const box = part.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  function nearest(parts, from, [dx, dy]) {
    const [x, y] = centre(from);
    let best = null;
    let least = Infinity;
    for (const part of parts) {
      const [px, py] = centre(part);
      const along = (px - x) * dx + (py - y) * dy;
      const across = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
      if (along > 1 && along + 2 * across < least) {
        least = along + 2 * across;
        best = part;
      }
    }
    return best;
  }

  class Body {
    constructor(box) {
      this.box = box;
      this.parts = [...box.querySelectorAll("[data-choice]")];
      this.inputs = new Map(
        [...box.querySelectorAll("input[type=checkbox]")].map((input) => [input.value, input]),
      );
      this.painting = null;
      this.prepare();
      this.listen();
      this.show();
    }

    prepare() {
      for (const chart of this.box.querySelectorAll(".body-chart")) {
        const parts = [...chart.querySelectorAll("[data-choice]")];
        parts.forEach((part, at) => {
          part.setAttribute("role", "checkbox");
          part.setAttribute("aria-label", part.querySelector("title").textContent);
          part.setAttribute("tabindex", at ? "-1" : "0");
        });
      }
    }

    listen() {
      this.box.addEventListener("change", () => this.show());
      for (const chart of this.box.querySelectorAll(".body-chart")) {
        chart.addEventListener("pointerdown", (event) => this.begin(event));
        chart.addEventListener("pointerover", (event) => this.go(event));
        chart.addEventListener("keydown", (event) => this.press(event, chart));
        chart.addEventListener("focusin", (event) => this.stop(event, chart));
      }
      addEventListener("pointerup", () => { this.painting = null; });
      addEventListener("pointercancel", () => { this.painting = null; });
    }

    isChosen(part) {
      const input = this.inputs.get(part.dataset.choice);
      return input ? input.checked : part.getAttribute("aria-checked") === "true";
    }

    choose(part, chosen) {
      const input = this.inputs.get(part.dataset.choice);
      if (input && input.checked !== chosen) {
        input.checked = chosen;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (!input) {
        part.setAttribute("aria-checked", String(chosen));
      }
      const detail = { choice: part.dataset.choice, side: part.dataset.side, chosen };
      part.dispatchEvent(new CustomEvent("body:choose", { bubbles: true, detail }));
    }

    begin(event) {
      const part = event.target.closest("[data-choice]");
      if (!part || event.button) return;
      // A finger taps, so that it can still scroll the page; a mouse or a pen paints.
      if (event.pointerType === "touch") {
        part.addEventListener("click", () => this.choose(part, !this.isChosen(part)), { once: true });
        return;
      }
      this.painting = !this.isChosen(part);
      this.choose(part, this.painting);
    }

    go(event) {
      const part = event.target.closest("[data-choice]");
      if (part && this.painting !== null) this.choose(part, this.painting);
    }

    press(event, chart) {
      const part = event.target.closest("[data-choice]");
      if (!part) return;
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        this.choose(part, !this.isChosen(part));
      } else if (event.key in DIRECTIONS) {
        event.preventDefault();
        const parts = [...chart.querySelectorAll("[data-choice]")];
        nearest(parts, part, DIRECTIONS[event.key])?.focus();
      }
    }

    stop(event, chart) {
      const here = event.target.closest("[data-choice]");
      for (const part of chart.querySelectorAll("[data-choice]")) {
        part.setAttribute("tabindex", part === here ? "0" : "-1");
      }
    }

    show() {
      for (const part of this.parts) {
        const isChosen = this.isChosen(part);
        part.setAttribute("aria-checked", String(isChosen));
        if (part.classList.contains("body-area")) part.classList.toggle("is-pain", isChosen);
      }
      const told = this.box.querySelector("[data-body-chosen]");
      if (!told) return;
      const chosen = [...this.inputs.values()].filter((input) => input.checked);
      const names = chosen.map((input) => input.labels[0].textContent.trim());
      told.textContent = names.join("; ") || told.dataset.none;
    }
  }

  function wire(root) {
    const boxes = root.matches?.("[data-body]") ? [root] : root.querySelectorAll("[data-body]");
    for (const box of boxes) {
      if (box.dataset.body === "wired") continue;
      box.dataset.body = "wired";
      new Body(box);
    }
  }

  wire(document);
  document.body.addEventListener("htmx:load", (event) => wire(event.detail.elt));
})();
