package no.ajour.deploy;

import java.util.Map;
import java.util.Set;

/** Keys of systemd's units that may stand in ours, by section. From systemd.unit(5), .service(5), .exec(5) and .timer(5). */
final class Units {
    static final Map<String, Set<String>> KEYS = Map.of(
            "[Unit]",
            Set.of("Description", "Documentation", "Wants", "Requires", "After", "Before", "StartLimitIntervalSec"),
            "[Install]",
            Set.of("WantedBy", "Also", "Alias"),
            "[Timer]",
            Set.of("OnCalendar", "Persistent", "RandomizedDelaySec", "AccuracySec", "Unit"),
            "[Service]",
            Set.of(
                    "Type",
                    "User",
                    "Group",
                    "WorkingDirectory",
                    "Environment",
                    "LoadCredential",
                    "ExecStart",
                    "SuccessExitStatus",
                    "Restart",
                    "RestartSec",
                    "RestartPreventExitStatus",
                    "TimeoutStopSec",
                    "KillMode",
                    "MemoryMax",
                    "UMask",
                    "NoNewPrivileges",
                    "CapabilityBoundingSet",
                    "AmbientCapabilities",
                    "ProtectSystem",
                    "ProtectHome",
                    "ProtectProc",
                    "ProtectClock",
                    "ProtectHostname",
                    "ProtectControlGroups",
                    "ProtectKernelLogs",
                    "ProtectKernelModules",
                    "ProtectKernelTunables",
                    "PrivateDevices",
                    "PrivateTmp",
                    "LockPersonality",
                    "RestrictAddressFamilies",
                    "RestrictNamespaces",
                    "RestrictRealtime",
                    "RestrictSUIDSGID",
                    "SystemCallArchitectures",
                    "SystemCallFilter"));

    private Units() {}
}
