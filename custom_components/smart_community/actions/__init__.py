"""The actions `smart_community.*`, one module for each desk's."""
