"""Supervision: its plan and calendar, letters of responsibility, notes, matters followed to their end, weekly meetings."""
