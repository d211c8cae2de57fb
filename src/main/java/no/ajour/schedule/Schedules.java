package no.ajour.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import no.ajour.failure.WrongInstallation;
import no.ajour.run.JobSettings;
import no.ajour.run.Jobs;
import no.ajour.run.SyncJob;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what Quartz has stored in line with the settings. The node that did so last decides. */
final class Schedules {
    private static final Logger log = LoggerFactory.getLogger(Schedules.class);
    private static final String GROUP = "ajour";

    private final List<CronTrigger> triggers;

    Schedules(Jobs settings, List<SyncJob> jobs) {
        this.triggers = jobs.stream()
                .map(SyncJob::name)
                .filter(job -> settings.of(job).enabled()
                        && !settings.of(job).schedule().isEmpty())
                .map(job -> trigger(job, settings.of(job)))
                .toList();
    }

    // A time that passed while no node was there is made up for, once.
    private static CronTrigger trigger(String job, JobSettings settings) {
        return TriggerBuilder.newTrigger()
                .withIdentity(new TriggerKey(job, GROUP))
                .forJob(new JobKey(job, GROUP))
                .withSchedule(CronScheduleBuilder.cronSchedule(quartz(job, settings.schedule()))
                        .inTimeZone(TimeZone.getTimeZone(settings.timeZone()))
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    /**
     * The schedule as Quartz has it.
     *
     * @throws WrongInstallation if it has none of its times, which would keep every other job from being started too
     */
    static String quartz(String job, String schedule) {
        try {
            String cron = Cron.quartz(schedule);
            if (new CronExpression(cron).getNextValidTimeAfter(Date.from(Instant.EPOCH)) != null) {
                return cron;
            }
        } catch (ParseException | NumberFormatException e) {
            // Spring, which the settings are checked by, takes more than Quartz.
        }
        throw new WrongInstallation("ajour.jobs." + job + ".schedule is '" + schedule
                + "', which never comes or which Quartz does not take; correct it");
    }

    /** Adds, changes and takes away; a schedule that is as it was keeps its next time, also one that is overdue. */
    void store(Scheduler scheduler) throws SchedulerException {
        for (var trigger : triggers) {
            store(scheduler, trigger);
        }
        for (var key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(GROUP))) {
            if (triggers.stream().noneMatch(trigger -> trigger.getJobKey().equals(key))) {
                log.info("{} is not started by the clock any more", key.getName());
                scheduler.deleteJob(key);
            }
        }
    }

    private static void store(Scheduler scheduler, CronTrigger wanted) throws SchedulerException {
        // Begun again by another node if this one dies with it.
        scheduler.addJob(
                JobBuilder.newJob(ScheduledJob.class)
                        .withIdentity(wanted.getJobKey())
                        .storeDurably()
                        .requestRecovery()
                        .build(),
                true);
        if (scheduler.getTrigger(wanted.getKey()) instanceof CronTrigger stored) {
            if (!stored.getCronExpression().equals(wanted.getCronExpression())
                    || !stored.getTimeZone().equals(wanted.getTimeZone())) {
                scheduler.rescheduleJob(stored.getKey(), wanted);
            }
        } else {
            scheduler.scheduleJob(wanted);
        }
        log.info(
                "{} is next due at {}",
                wanted.getJobKey().getName(),
                scheduler
                        .getTrigger(wanted.getKey())
                        .getNextFireTime()
                        .toInstant()
                        .atZone(wanted.getTimeZone().toZoneId()));
    }
}
