// Offers words that fit while a charting line is typed: Tab takes one, arrows choose,
// Escape closes. A word that is whole already is left alone, so that Tab goes on.
"use strict";

(() => {
  const MOST = 8;
  const SHORTEST = 2;

  class Offers {
    constructor(line, list, address, shortcuts) {
      Object.assign(this, { line, list, address, chosen: -1, found: [] });
      this.own = Object.entries(shortcuts).map(([word, piece]) => [word, piece, piece]);
      this.words = this.own;
      line.setAttribute("aria-autocomplete", "list");
      line.setAttribute("aria-controls", list.id);
      line.addEventListener("focus", () => this.load(), { once: true });
      line.addEventListener("input", () => this.offer());
      line.addEventListener("blur", () => this.close());
      line.addEventListener("keydown", (event) => this.press(event));
      list.addEventListener("pointerdown", (event) => this.touch(event));
    }

    async load() {
      try {
        const answer = await fetch(this.address);
        const { words } = await answer.json();
        this.words = [...this.own, ...words.map(([word, means]) => [word, means, word])];
      } catch {
        // Without a connection nothing is offered; the line is typed all the same.
      }
    }

    typed() {
      const before = this.line.value.slice(0, this.line.selectionStart);
      return before.match(/[^\s;"]*$/)[0];
    }

    offer() {
      const typed = this.typed().toLowerCase();
      if (typed.length < SHORTEST) return this.close();
      const fits = this.words.filter(([word]) => word.toLowerCase().startsWith(typed));
      const whole = fits.some(([word]) => word.toLowerCase() === typed);
      const isOwn = this.own.some(([word]) => word === typed);
      this.found = fits.slice(0, MOST);
      if (!fits.length || (whole && fits.length === 1 && !isOwn)) return this.close();
      this.chosen = whole && !isOwn ? -1 : 0;
      return this.show();
    }

    show() {
      this.list.replaceChildren(...this.found.map(([word, means], at) => {
        const row = document.createElement("li");
        row.id = `session-offer-${at}`;
        row.role = "option";
        row.setAttribute("aria-selected", String(at === this.chosen));
        row.append(Object.assign(document.createElement("code"), { textContent: word }), means);
        return row;
      }));
      this.list.hidden = false;
      if (this.chosen < 0) this.line.removeAttribute("aria-activedescendant");
      else this.line.setAttribute("aria-activedescendant", `session-offer-${this.chosen}`);
    }

    close() {
      this.list.hidden = true;
      this.chosen = -1;
      this.line.removeAttribute("aria-activedescendant");
    }

    press(event) {
      if (this.list.hidden || event.ctrlKey || event.metaKey) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.chosen = (this.chosen + step + this.found.length) % this.found.length;
        this.show();
      } else if (event.key === "Tab" && this.chosen >= 0 && !event.shiftKey) {
        event.preventDefault();
        this.take(this.chosen);
      } else if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
    }

    touch(event) {
      event.preventDefault();
      const row = event.target.closest("li");
      if (row) this.take([...this.list.children].indexOf(row));
    }

    take(at) {
      const end = this.line.selectionStart;
      this.line.setRangeText(this.found[at][2], end - this.typed().length, end, "end");
      this.close();
      this.line.dispatchEvent(new Event("input", { bubbles: true }));
      this.close();
    }
  }

  globalThis.deqi = { ...globalThis.deqi, Offers };
})();
