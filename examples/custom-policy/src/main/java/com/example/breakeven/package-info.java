/** A policy that reclaims the near node for as long as that pays. */
package com.example.breakeven;
