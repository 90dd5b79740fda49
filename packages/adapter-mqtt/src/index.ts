/** `@support-chat/adapter-mqtt`: reaches an MQTT broker over WebSocket as a publish/subscribe hub. */
export { createMqttAdapter, type MqttAdapterOptions } from './mqtt-adapter.js';
