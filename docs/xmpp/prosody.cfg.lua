-- Prosody 0.12 as a back end of <support-chat>: https://prosody.im/doc/configure. Put it in the place of
-- /etc/prosody/prosody.cfg.lua, exchange shop.example and the agents' names, and give each agent an account:
--   prosodyctl register ada shop.example

modules_enabled = { "roster", "saslauth", "tls", "disco", "ping", "offline", "vcard_legacy", "pep", "websocket" }
modules_disabled = { "s2s" }  -- nobody of other servers
log = { info = "*console" }
data_path = "/var/lib/prosody"

-- Web server and TLS are in front of this port: /xmpp-websocket and /file_share have to be passed on to it.
http_ports = { 5280 }
http_interfaces = { "127.0.0.1" }
https_ports = {}
http_default_host = "visitors.shop.example"
consider_websocket_secure = true
-- Prosody 0.12 asks no socket where its page is from; whom that keeps out is for the web server in front to say.

-- For the agents' own clients.
c2s_interfaces = { "*" }
c2s_ports = { 5222 }

-- Agents have accounts.
VirtualHost "shop.example"
    authentication = "internal_hashed"

-- Visitors have none: each connection gets an address of its own.
VirtualHost "visitors.shop.example"
    authentication = "anonymous"

-- A room is a conversation.
Component "rooms.shop.example" "muc"
    modules_enabled = { "muc_mam" }
    -- An archive dies with its room, and an empty room dies unless it is persistent.
    muc_room_default_persistent = true
    muc_room_default_public = false
    muc_log_by_default = true
    muc_log_expires_after = "1y"
    muc_tombstones = false
    -- Agents are owners of every room.
    admins = { "ada@shop.example" }

-- Files of agents: XEP-0363.
Component "upload.shop.example" "http_file_share"
    http_host = "visitors.shop.example"
    http_external_url = "https://chat.shop.example/"
    http_file_share_access = { "shop.example" }
    http_file_share_size_limit = 10 * 1024 * 1024
    http_file_share_daily_quota = 100 * 1024 * 1024
    http_file_share_expires_after = 365 * 86400
