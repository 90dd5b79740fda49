import { mount } from 'svelte';
import 'support-chat/define';
import App from './App.svelte';
import './app.css';

const target = document.getElementById('app');
if (target) mount(App, { target });
