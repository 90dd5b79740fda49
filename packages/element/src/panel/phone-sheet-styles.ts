/** Looks of the panel while it fills a phone (`phone-sheet.ts`), and in low windows. Comes after the panel's own. */

/** Style sheet of {@link PhoneSheet}. */
export const phoneSheetStyles = /* css */ `
.panel.sheet {
  position: fixed;
  inset-block: var(--_sheet-top, 0) auto;
  inset-inline: 0;
  inline-size: 100%;
  max-inline-size: none;
  block-size: var(--_sheet-height, 100dvh);
  border-radius: 0;
  box-shadow: none;
  transform-origin: bottom;
}
.sheet .head {
  min-block-size: 56px;
  padding-block-start: max(calc(var(--_space) * 2), env(safe-area-inset-top));
  padding-inline: max(calc(var(--_space) * 4), env(safe-area-inset-left)) max(calc(var(--_space) * 2), env(safe-area-inset-right));
}
.sheet .composer {
  padding-block-end: max(calc(var(--_space) * 2), env(safe-area-inset-bottom));
  padding-inline: calc(var(--_space) * 3);
}
/* The keyboard is open, or the window is no higher than that: the talk needs the room. */
.sheet.keyboard .head {
  min-block-size: 44px;
  padding-block: 0;
}
.sheet.keyboard .truth {
  display: none;
}
.sheet.keyboard .composer {
  padding-block: calc(var(--_space) * 1);
}
@media (max-height: 420px) {
  .panel .head {
    min-block-size: 44px;
    padding-block: 0;
  }
  .truth {
    display: none;
  }
  .faces .avatar {
    inline-size: 28px;
    block-size: 28px;
  }
  .home {
    padding-block: calc(var(--_space) * 3);
  }
  .greeting {
    font-size: 1.125rem;
  }
  .panel .composer {
    padding-block: calc(var(--_space) * 1) calc(var(--_space) * 2);
  }
}
`;
