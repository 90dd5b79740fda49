import { type Preview, setCustomElementsManifest } from '@storybook/web-components-vite';
import desk from '../packages/desk/custom-elements.json';
import element from '../packages/element/custom-elements.json';
import ui from '../packages/ui/custom-elements.json';

setCustomElementsManifest({
  schemaVersion: '1.0.0',
  readme: '',
  modules: [...ui.modules, ...element.modules, ...desk.modules],
});

const preview: Preview = {
  parameters: {
    // A finding of axe fails the story's test. The size of targets is of WCAG 2.2, and off unless asked for.
    a11y: { test: 'error', config: { rules: [{ id: 'target-size', enabled: true }] } },
    controls: { expanded: true },
    layout: 'fullscreen',
  },
};

export default preview;
